package io.atoll.coordinator.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoll.coordinator.ring.LineRingReuse.FullRing;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link LineRingProducer#requestSignal} and a last look at a full ring, against {@link
 * LineRingConsumer#release} and {@link LineRingConsumer#requireSignal}. First figure: the sender
 * goes to sleep. Second: the receiver rings.
 */
@Description("Request, fence, look, against release, fence, look: nobody sleeps beside room.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Found by the last look.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Found by the last look, and rung for.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Sleeps, and is rung for.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Sleeps beside room, and nobody rings.")
public class SignalForRoom {
    private static int sleeps(FullRing ring) {
        return ring.sender.checkRoom() == RingResult.BACK_PRESSURE ? 1 : 0;
    }

    private static void receive(FullRing ring) {
        ring.receiver.poll();
        ring.receiver.release();
    }

    private static int rings(FullRing ring) {
        return ring.receiver.requireSignal() ? 1 : 0;
    }

    @JCStressTest
    @JCStressMeta(SignalForRoom.class)
    public static class Right {
        @Actor
        public void sender(FullRing ring, II_Result result) {
            ring.sender.requestSignal();
            result.r1 = sleeps(ring);
        }

        @Actor
        public void receiver(FullRing ring, II_Result result) {
            receive(ring);
            result.r2 = rings(ring);
        }
    }

    @JCStressTest
    @JCStressMeta(SignalForRoom.class)
    public static class NoFenceAfterRequest {
        @Actor
        public void sender(FullRing ring, II_Result result) {
            RingHeader.WORD.setOpaque(ring.memory, RingHeader.SENDER_SIGNAL_OFFSET, 1L);
            result.r1 = sleeps(ring);
        }

        @Actor
        public void receiver(FullRing ring, II_Result result) {
            receive(ring);
            result.r2 = rings(ring);
        }
    }

    @JCStressTest
    @JCStressMeta(SignalForRoom.class)
    public static class NoFenceAfterRelease {
        @Actor
        public void sender(FullRing ring, II_Result result) {
            ring.sender.requestSignal();
            result.r1 = sleeps(ring);
        }

        @Actor
        public void receiver(FullRing ring, II_Result result) {
            receive(ring);
            long request =
                    (long) RingHeader.WORD.getOpaque(ring.memory, RingHeader.SENDER_SIGNAL_OFFSET);
            result.r2 = (int) request;
        }
    }
}
