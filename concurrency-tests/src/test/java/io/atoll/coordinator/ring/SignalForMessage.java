package io.atoll.coordinator.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link LineRingConsumer#requestSignal} and a last look, against a message and {@link
 * LineRingProducer#requireSignal}. First figure: the receiver goes to sleep. Second: the sender
 * rings.
 */
@Description("Request, fence, look, against publish, fence, look: nobody sleeps beside a message.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Found by the last look.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Found by the last look, and rung for.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Sleeps, and is rung for.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Sleeps beside a message, and nobody rings.")
public class SignalForMessage {
    private static int sleeps(LineRingState ring) {
        return ring.receiver.poll() == RingResult.EMPTY ? 1 : 0;
    }

    private static int rings(LineRingState ring) {
        return ring.sender.requireSignal() ? 1 : 0;
    }

    @JCStressTest
    @JCStressMeta(SignalForMessage.class)
    public static class Right {
        @Actor
        public void receiver(LineRingState ring, II_Result result) {
            ring.receiver.requestSignal();
            result.r1 = sleeps(ring);
        }

        @Actor
        public void sender(LineRingState ring, II_Result result) {
            ring.send(1);
            result.r2 = rings(ring);
        }
    }

    @JCStressTest
    @JCStressMeta(SignalForMessage.class)
    public static class NoFenceAfterRequest {
        @Actor
        public void receiver(LineRingState ring, II_Result result) {
            RingHeader.WORD.setOpaque(ring.memory, RingHeader.RECEIVER_SIGNAL_OFFSET, 1L);
            result.r1 = sleeps(ring);
        }

        @Actor
        public void sender(LineRingState ring, II_Result result) {
            ring.send(1);
            result.r2 = rings(ring);
        }
    }

    @JCStressTest
    @JCStressMeta(SignalForMessage.class)
    public static class NoFenceAfterPublication {
        @Actor
        public void receiver(LineRingState ring, II_Result result) {
            ring.receiver.requestSignal();
            result.r1 = sleeps(ring);
        }

        @Actor
        public void sender(LineRingState ring, II_Result result) {
            ring.send(1);
            long request =
                    (long)
                            RingHeader.WORD.getOpaque(
                                    ring.memory, RingHeader.RECEIVER_SIGNAL_OFFSET);
            result.r2 = (int) request;
        }
    }

    @JCStressTest
    @JCStressMeta(SignalForMessage.class)
    public static class LooksBeforeRequest {
        @Actor
        public void receiver(LineRingState ring, II_Result result) {
            result.r1 = sleeps(ring);
            ring.receiver.requestSignal();
        }

        @Actor
        public void sender(LineRingState ring, II_Result result) {
            ring.send(1);
            result.r2 = rings(ring);
        }
    }
}
