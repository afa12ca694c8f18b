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
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link LineRingConsumer#release} against {@link LineRingProducer#checkRoom}. */
@Description(
        "Payload read before the count of messages consumed: no line is reused under its reader.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Read as it was sent.")
@Outcome(
        id = {"2", "-1"},
        expect = FORBIDDEN,
        desc = "Overwritten while it was read.")
public class LineRingReuse {
    /** Full of messages that say 1. */
    @State
    public static class FullRing extends LineRingState {
        FullRing() {
            fill(1);
        }
    }

    @JCStressTest
    @JCStressMeta(LineRingReuse.class)
    public static class Right {
        @Actor
        public void sender(FullRing ring) {
            ring.send(2);
        }

        @Actor
        public void receiver(FullRing ring, I_Result result) {
            ring.receiver.poll();
            result.r1 = ring.read();
            ring.receiver.release();
        }
    }

    @JCStressTest
    @JCStressMeta(LineRingReuse.class)
    public static class CountBeforeRead {
        @Actor
        public void sender(FullRing ring) {
            ring.send(2);
        }

        @Actor
        public void receiver(FullRing ring, I_Result result) {
            ring.receiver.poll();
            RingHeader.WORD.setRelease(ring.memory, RingHeader.CONSUMED_OFFSET, 1L);
            Pause.briefly(); // makes the bug frequent
            result.r1 = ring.read();
        }
    }
}
