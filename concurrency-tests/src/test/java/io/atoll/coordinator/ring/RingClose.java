package io.atoll.coordinator.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link LineRingProducer#close} against {@link LineRingConsumer#poll}. */
@Description("The last message before the closing; the closing seen before the last look.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Neither message nor closing is seen yet.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The message is found.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "Closed, and the message is lost.")
public class RingClose {
    private static int receive(LineRingState ring) {
        return switch (ring.receiver.poll()) {
            case RingResult.OK -> 1;
            case RingResult.CLOSED -> 2;
            default -> 0;
        };
    }

    @JCStressTest
    @JCStressMeta(RingClose.class)
    public static class Right {
        @Actor
        public void sender(LineRingState ring) {
            ring.send(1);
            ring.sender.close();
        }

        @Actor
        public void receiver(LineRingState ring, I_Result result) {
            result.r1 = receive(ring);
        }
    }

    @JCStressTest
    @JCStressMeta(RingClose.class)
    public static class ClosesBeforeLastMessage {
        @Actor
        public void sender(LineRingState ring) {
            ring.sender.close();
            ring.send(1);
        }

        @Actor
        public void receiver(LineRingState ring, I_Result result) {
            result.r1 = receive(ring);
        }
    }

    @JCStressTest
    @JCStressMeta(RingClose.class)
    public static class NoLastLook {
        @Actor
        public void sender(LineRingState ring) {
            ring.send(1);
            ring.sender.close();
        }

        @Actor
        public void receiver(LineRingState ring, I_Result result) {
            long sequence = LineRingLayout.LINES_OFFSET + LineRingLayout.SEQUENCE_OFFSET;
            if ((long) RingHeader.WORD.getAcquire(ring.memory, sequence) == 1) {
                result.r1 = 1;
            } else if (RingHeader.isClosed(ring.memory, RingHeader.SENDER_CLOSED_OFFSET)) {
                result.r1 = 2;
            }
        }
    }
}
