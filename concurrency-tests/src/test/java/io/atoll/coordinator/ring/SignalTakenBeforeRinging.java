package io.atoll.coordinator.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link RingHeader#requireSignal}, then the doorbell, against a receiver that wakes up and asks
 * for the next ring at once. First figure: it has asked again. Second: its request stands.
 */
@Description("Request cleared before the doorbell: the next request is not wiped out.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Rung; the receiver did not wake up yet.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Rung; the receiver asked again.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Asked again, and the request is gone.")
public class SignalTakenBeforeRinging {
    /** The receiver sleeps; a message is there. */
    @State
    public static class Sleeping extends LineRingState {
        volatile boolean doorbell;

        Sleeping() {
            receiver.requestSignal();
            send(1);
        }

        int wakeUp() {
            if (!doorbell) {
                return 0;
            }
            receiver.requestSignal();
            return 1;
        }

        int request() {
            return (int)
                    (long) RingHeader.WORD.getOpaque(memory, RingHeader.RECEIVER_SIGNAL_OFFSET);
        }
    }

    @JCStressTest
    @JCStressMeta(SignalTakenBeforeRinging.class)
    public static class Right {
        @Actor
        public void sender(Sleeping ring) {
            if (ring.sender.requireSignal()) {
                ring.doorbell = true;
            }
        }

        @Actor
        public void receiver(Sleeping ring, II_Result result) {
            result.r1 = ring.wakeUp();
        }

        @Arbiter
        public void standing(Sleeping ring, II_Result result) {
            result.r2 = ring.request();
        }
    }

    @JCStressTest
    @JCStressMeta(SignalTakenBeforeRinging.class)
    public static class RingsBeforeClearing {
        @Actor
        public void sender(Sleeping ring) {
            ring.doorbell = true;
            RingHeader.WORD.setOpaque(ring.memory, RingHeader.RECEIVER_SIGNAL_OFFSET, 0L);
        }

        @Actor
        public void receiver(Sleeping ring, II_Result result) {
            result.r1 = ring.wakeUp();
        }

        @Arbiter
        public void standing(Sleeping ring, II_Result result) {
            result.r2 = ring.request();
        }
    }
}
