package io.atoll.coordinator.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoll.stress.Pause;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link LineRingProducer#offer} against {@link LineRingConsumer#poll}. */
@Description("Payload before sequence number: a message that is found is whole.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Not found yet.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Found, whole.")
@Outcome(
        id = {"-1", "2"},
        expect = FORBIDDEN,
        desc = "Found before its payload.")
public class LineRingPublication {
    private static final int WITHOUT_PAYLOAD = 2;

    private static int receive(LineRingState ring) {
        if (ring.receiver.poll() != RingResult.OK) {
            return 0;
        }
        int message = ring.read();
        return message == 0 ? WITHOUT_PAYLOAD : message;
    }

    @JCStressTest
    @JCStressMeta(LineRingPublication.class)
    public static class Right {
        @Actor
        public void sender(LineRingState ring) {
            ring.send(1);
        }

        @Actor
        public void receiver(LineRingState ring, I_Result result) {
            result.r1 = receive(ring);
        }
    }

    @JCStressTest
    @JCStressMeta(LineRingPublication.class)
    public static class SequenceBeforePayload {
        @Actor
        public void sender(LineRingState ring) {
            long line = LineRingLayout.LINES_OFFSET;
            RingHeader.WORD.setRelease(ring.memory, line + LineRingLayout.SEQUENCE_OFFSET, 1L);
            Pause.briefly(); // makes the bug frequent
            RingHeader.WORD.set(ring.memory, line, 1L);
            RingHeader.WORD.set(ring.memory, line + LineRingState.LAST_WORD_OFFSET, 1L);
        }

        @Actor
        public void receiver(LineRingState ring, I_Result result) {
            result.r1 = receive(ring);
        }
    }
}
