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

/** {@link ByteRingProducer#offer} (Agrona's) against {@link ByteRingConsumer#poll} (ours). */
@Description("Type and bytes before length: a message that is found is whole.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Not found yet.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Found, whole.")
@Outcome(
        id = {"-1", "2"},
        expect = FORBIDDEN,
        desc = "Found before its bytes.")
public class ByteRingPublication {
    private static final int WITHOUT_BYTES = 2;

    private static int receive(ByteRingState ring) {
        try {
            if (ring.receiver.poll() != RingResult.OK) {
                return 0;
            }
        } catch (CorruptRingException e) {
            return WITHOUT_BYTES;
        }
        int message = ring.read();
        return message == 0 ? WITHOUT_BYTES : message;
    }

    @JCStressTest
    @JCStressMeta(ByteRingPublication.class)
    public static class Right {
        @Actor
        public void sender(ByteRingState ring) {
            ring.send(1);
        }

        @Actor
        public void receiver(ByteRingState ring, I_Result result) {
            result.r1 = receive(ring);
        }
    }

    @JCStressTest
    @JCStressMeta(ByteRingPublication.class)
    public static class LengthBeforeBytes {
        @Actor
        public void sender(ByteRingState ring) {
            int record = ByteRingLayout.RECORDS_OFFSET;
            int bytes = record + ByteRingLayout.RECORD_HEADER_BYTES;
            ByteRingLayout.HALF_WORD.set(
                    ring.memory, (long) record + ByteRingLayout.TYPE_OFFSET, ByteRingState.TYPE);
            ByteRingLayout.HALF_WORD.setRelease(
                    ring.memory,
                    (long) record,
                    ByteRingLayout.RECORD_HEADER_BYTES + ByteRingState.MESSAGE_BYTES);
            Pause.briefly(); // makes the bug frequent
            RingHeader.WORD.set(ring.memory, (long) bytes, 1L);
            RingHeader.WORD.set(ring.memory, (long) bytes + ByteRingState.LAST_OFFSET, 1L);
        }

        @Actor
        public void receiver(ByteRingState ring, I_Result result) {
            result.r1 = receive(ring);
        }
    }
}
