package io.atoll.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atoll.benchmarks.harness.Benchmark;
import io.atoll.benchmarks.harness.BenchmarkRunner;
import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.benchmarks.harness.Instruments;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Plan;
import io.atoll.benchmarks.harness.RoundListener;
import io.atoll.benchmarks.harness.Waiting;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/** The check that guards all figures, and broken peers that it catches. */
@Timeout(60)
class ContentCheckTest {
    @Nested
    class Payloads {
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);

        @Test
        void shouldPassWhenWhole() {
            Payload.put(buffer, 16, 42);

            assertDoesNotThrow(() -> Payload.check(42, buffer, 16));
        }

        @Test
        void shouldBeCaughtWhenAnotherCame() {
            Payload.put(buffer, 0, 41);

            ContentMismatchException failure =
                    assertThrows(
                            ContentMismatchException.class, () -> Payload.check(42, buffer, 0));
            assertEquals("expected message 42, found message 41", failure.getMessage());
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 8, 16, 24})
        void shouldBeCaughtWhenAWordIsThatOfTheMessageBefore(int word) {
            Payload.put(buffer, 0, 41);
            long old = buffer.getLong(word);
            Payload.put(buffer, 0, 42);
            buffer.putLong(word, old);

            ContentMismatchException failure =
                    assertThrows(
                            ContentMismatchException.class, () -> Payload.check(42, buffer, 0));
            assertEquals("expected message 42, found a torn message", failure.getMessage());
        }

        @Test
        void shouldBeCaughtWhenNothingWasEverWritten() {
            assertThrows(ContentMismatchException.class, () -> Payload.check(0, buffer, 0));
        }
    }

    /** What the broken peer does with the tenth message. */
    private enum Fault {
        LOSES,
        REPEATS,
        CORRUPTS
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndTheRunOfABrokenStream(Fault fault) {
        ContentMismatchException failure =
                assertThrows(ContentMismatchException.class, () -> run(new BrokenStream(fault)));

        assertEquals(
                switch (fault) {
                    case LOSES -> "expected message 10, found message 11";
                    case REPEATS -> "expected message 11, found message 10";
                    case CORRUPTS -> "expected message 10, found a torn message";
                },
                failure.getMessage());
    }

    private static void run(StreamPeer peer) throws Exception {
        new BenchmarkRunner(
                        new Plan(Duration.ZERO, 1, Duration.ofMillis(1)),
                        Placement.unpinned(),
                        Instruments.ofThisJvm(),
                        RoundListener.NONE)
                .run(Benchmark.throughput("stream").with(peer));
    }

    /** A correct hand-over of one message at a time, except for the tenth. */
    private static final class BrokenStream extends StreamPeer {
        private static final long SPECIAL = 10;
        private static final int WORDS = 4;
        private static final int FULL = WORDS;

        private final Fault fault;

        /** The four words of a message, and whether there is one. */
        private final AtomicLongArray slot = new AtomicLongArray(WORDS + 1);

        BrokenStream(Fault fault) {
            super("broken");
            this.fault = fault;
        }

        @Override
        protected void connect() {}

        @Override
        protected void sendAll(long begin, long end, Waiting waiting) {
            for (long sequence = begin; sequence < end; sequence++) {
                if (sequence == SPECIAL && fault == Fault.LOSES) {
                    continue;
                }
                send(sequence, waiting);
                if (sequence == SPECIAL && fault == Fault.REPEATS) {
                    send(sequence, waiting);
                }
            }
        }

        private void send(long sequence, Waiting waiting) {
            while (slot.get(FULL) == 1) {
                waiting.pause();
            }
            boolean corrupt = sequence == SPECIAL && fault == Fault.CORRUPTS;
            slot.set(0, sequence);
            slot.set(1, Payload.second(sequence));
            slot.set(2, Payload.third(sequence) ^ (corrupt ? 1L << 40 : 0));
            slot.set(3, Payload.fourth(sequence));
            slot.set(FULL, 1);
        }

        @Override
        protected void receiveAll(long begin, long end, Waiting waiting) {
            for (long sequence = begin; sequence < end; sequence++) {
                while (slot.get(FULL) == 0) {
                    waiting.pause();
                }
                Payload.check(sequence, slot.get(0), slot.get(1), slot.get(2), slot.get(3));
                slot.set(FULL, 0);
            }
        }
    }
}
