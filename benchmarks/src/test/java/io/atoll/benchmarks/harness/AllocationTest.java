package io.atoll.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

class AllocationTest {
    @Nested
    class Tally {
        private final AllocationTally tally = new AllocationTally();

        @Test
        void shouldLeaveOutWhatARoundAllocatesWhateverItsLength() {
            tally.addShortRound(10, 1_000 + 10 * 8);
            tally.addRound(500, 1_000 + 500 * 8);
            tally.addRound(700, 1_000 + 700 * 8);

            assertEquals(8, tally.bytesPerOperation());
        }

        @Test
        void shouldBelieveTheThriftiestShortRound() {
            tally.addShortRound(1, 9_000);
            tally.addShortRound(1, 1_000);
            tally.addShortRound(1, 2_000);
            tally.addRound(101, 1_500);

            assertEquals(5, tally.bytesPerOperation());
        }

        @Test
        void shouldNeverBeNegative() {
            tally.addShortRound(1, 1_000);
            tally.addRound(100, 900);

            assertEquals(0, tally.bytesPerOperation());
        }

        /** An operation so slow that one fills a round cannot be told from the round. */
        @Test
        void shouldChargeOperationsForRoundsThatCannotBeAnyShorter() {
            tally.addShortRound(1, 640);
            tally.addRound(1, 640);

            assertEquals(640, tally.bytesPerOperation());
        }

        @Test
        void shouldBeUnknownOnceAReadingWas() {
            tally.addShortRound(1, 0);
            tally.addRound(100, AllocationCounter.UNKNOWN);
            tally.addRound(100, 100);

            assertEquals(Double.NaN, tally.bytesPerOperation());
        }
    }

    @Nested
    class Window {
        private final FakeCounter counter = new FakeCounter();

        @Test
        void shouldCountAllThreadsButThoseOfOtherSubjects() {
            counter.ofThread.putAll(Map.of(1L, 0L, 2L, 0L, 3L, 0L));
            AllocationWindow window = new AllocationWindow(counter, new long[] {3});
            window.open();
            counter.allocate(1, 100);
            counter.allocate(2, 20);
            counter.allocate(3, 5_000);

            assertEquals(120, window.close());
        }

        @Test
        void shouldCountThreadsThatCameAndWentMeanwhile() {
            AllocationWindow window = new AllocationWindow(counter, new long[0]);
            window.open();
            counter.allocate(9, 64);
            counter.ofThread.remove(9L);

            assertEquals(64, window.close());
        }

        /** Charged to the subject: too much rather than too little. */
        @Test
        void shouldCountAnotherSubjectsThreadThatEndsMeanwhile() {
            counter.ofThread.put(3L, 10L);
            AllocationWindow window = new AllocationWindow(counter, new long[] {3});
            window.open();
            counter.allocate(3, 50);
            counter.ofThread.remove(3L);

            assertEquals(50, window.close());
        }

        @Test
        void shouldTellNewThreadsFromOldOnes() {
            counter.ofThread.putAll(Map.of(5L, 0L, 7L, 0L, 8L, 0L));

            assertArrayEquals(
                    new long[] {5, 8},
                    LongStream.of(AllocationWindow.newThreadIds(counter, new long[] {7, 2}))
                            .sorted()
                            .toArray());
        }
    }

    @Nested
    class OfThisJvm {
        @Test
        void shouldCountWhatAThreadAllocates() {
            AllocationCounter counter = AllocationCounter.ofThisJvm();
            long[] self = {Thread.currentThread().threadId()};
            long allBefore = counter.ofAllThreads();
            long selfBefore = counter.ofThreads(self)[0];

            byte[][] kept = new byte[10][];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = new byte[10_000];
            }

            assertTrue(counter.ofThreads(self)[0] - selfBefore >= 100_000);
            assertTrue(counter.ofAllThreads() - allBefore >= 100_000);
            assertEquals(10, kept.length);
        }

        @Test
        void shouldListTheThreadThatAsks() {
            long self = Thread.currentThread().threadId();

            assertTrue(
                    LongStream.of(AllocationCounter.ofThisJvm().liveThreadIds())
                            .anyMatch(id -> id == self));
        }
    }

    /** Threads with made-up numbers. */
    private static final class FakeCounter implements AllocationCounter {
        private final Map<Long, Long> ofThread = new HashMap<>();
        private long all;

        void allocate(long threadId, long bytes) {
            ofThread.merge(threadId, bytes, Long::sum);
            all += bytes;
        }

        @Override
        public long ofAllThreads() {
            return all;
        }

        @Override
        public long[] ofThreads(long[] threadIds) {
            return LongStream.of(threadIds).map(id -> ofThread.getOrDefault(id, UNKNOWN)).toArray();
        }

        @Override
        public long[] liveThreadIds() {
            return ofThread.keySet().stream().mapToLong(Long::longValue).toArray();
        }
    }
}
