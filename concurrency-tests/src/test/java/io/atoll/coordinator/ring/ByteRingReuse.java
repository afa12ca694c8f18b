package io.atoll.coordinator.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoll.stress.Pause;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link ByteRingConsumer#release} against Agrona's look at the head. A quarter of this ring is two
 * messages: the sender is told after both. Figures: what they said.
 */
@Description("Bytes read before the head moves: no record is reused under its reader.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Read as they were sent.")
@Outcome(expect = FORBIDDEN, desc = "Overwritten while they were read.")
public class ByteRingReuse {
    private static final int OVERWRITTEN = 3;

    /** Full of messages that say 1. */
    @State
    public static class FullRing extends ByteRingState {
        FullRing() {
            fill(1);
        }
    }

    private static int receive(FullRing ring) {
        try {
            int message = ring.receiver.poll() == RingResult.OK ? ring.read() : OVERWRITTEN;
            ring.receiver.release();
            return message;
        } catch (CorruptRingException e) {
            return OVERWRITTEN;
        }
    }

    @JCStressTest
    @JCStressMeta(ByteRingReuse.class)
    public static class Right {
        @Actor
        public void sender(FullRing ring) {
            ring.send(2);
            ring.send(2);
        }

        @Actor
        public void receiver(FullRing ring, II_Result result) {
            result.r1 = receive(ring);
            result.r2 = receive(ring);
        }
    }

    @JCStressTest
    @JCStressMeta(ByteRingReuse.class)
    public static class HeadBeforeRead {
        @Actor
        public void sender(FullRing ring) {
            ring.send(2);
            ring.send(2);
        }

        @Actor
        public void receiver(FullRing ring, II_Result result) {
            long head = 2L * ByteRingLayout.recordBytes(ByteRingState.MESSAGE_BYTES);
            RingHeader.WORD.setRelease(
                    ring.memory, ByteRingLayout.headOffset(ByteRingState.CAPACITY), head);
            Pause.briefly(); // makes the bug frequent
            result.r1 = receive(ring);
            result.r2 = receive(ring);
        }
    }
}
