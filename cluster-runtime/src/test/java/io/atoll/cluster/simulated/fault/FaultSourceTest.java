package io.atoll.cluster.simulated.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

class FaultSourceTest {
    private static final List<Integer> CORES = List.of(0, 1, 4, 5);

    /** A stream of random words for each seed. */
    private static final LongFunction<LongSupplier> SEEDED =
            seed -> new SplittableRandom(seed)::nextLong;

    private static FaultSource source(String plan, long seed) {
        return source(plan, SEEDED.apply(seed));
    }

    private static FaultSource source(String plan, LongSupplier random) {
        return new FaultSource(FaultPlan.parse("test", plan), random, CORES, 2);
    }

    /** The first that come by themselves, and at doorbells. */
    private static List<Fault> firstFaults(FaultSource source) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            faults.add(source.takeTimed());
            Fault late = source.atDoorbell(CORES.get(i % CORES.size()));
            if (late != null) {
                faults.add(late);
            }
        }
        return faults;
    }

    @Nested
    class Seeds {
        /** What a seed must do for faults, whoever makes random words out of it. */
        private void check(LongFunction<LongSupplier> words) {
            Set<List<Fault>> different = new HashSet<>();
            for (long seed = 1; seed <= 10; seed++) {
                List<Fault> faults = firstFaults(source("default,delay=0.5", words.apply(seed)));
                assertEquals(faults, firstFaults(source("default,delay=0.5", words.apply(seed))));
                different.add(faults);
            }
            assertEquals(10, different.size());
        }

        @Test
        void shouldDecideWhichFaultsCome() {
            check(SEEDED);
        }

        /** The broken twin: whatever the seed, the same faults come. */
        @Test
        void shouldBeFoundOutIfTheyAreIgnored() {
            assertThrows(AssertionError.class, () -> check(_ -> SEEDED.apply(1)));
        }

        /** The broken twin: the same seed, and other faults come. */
        @Test
        void shouldBeFoundOutIfTheyDoNotDecide() {
            LongSupplier shared = SEEDED.apply(1);
            assertThrows(AssertionError.class, () -> check(_ -> shared));
        }
    }

    @Nested
    class Rates {
        @Test
        void shouldBeTheChanceOfEachDoorbell() {
            FaultSource source = source("delay=0.1,coalesce=0.05", 7);
            int[] counts = new int[FaultKind.values().length];
            for (int i = 0; i < 100_000; i++) {
                Fault fault = source.atDoorbell(0);
                if (fault != null) {
                    counts[fault.kind().ordinal()]++;
                }
            }

            assertEquals(10_000, counts[FaultKind.DELAY.ordinal()], 500);
            assertEquals(5_000, counts[FaultKind.COALESCE.ordinal()], 400);
        }

        @Test
        void shouldBeTheNumberInAMillisecond() {
            FaultSource source = source("stall=1us@10", 7);
            int count = 0;
            while (source.nextNanos() < 1_000_000_000) {
                source.takeTimed();
                count++;
            }

            assertEquals(10_000, count, 500);
        }

        @Test
        void shouldGiveEveryDoublingOfARangeTheSameChance() {
            FaultSource source = source("delay=1us..1024us@1", 7);
            int below = 0;
            for (int i = 0; i < 10_000; i++) {
                long nanos = source.atDoorbell(0).nanos();
                assertTrue(nanos >= 1_000 && nanos <= 1_024_000, "" + nanos);
                below += nanos < 32_000 ? 1 : 0;
            }

            assertEquals(5_000, below, 700);
        }

        @Test
        void shouldStrikeWholeClustersToo() {
            FaultSource source = source("stall=1us@10", 7);
            Set<Place> places = new HashSet<>();
            for (int i = 0; i < 1000; i++) {
                places.add(source.takeTimed().place());
            }

            assertEquals(
                    Set.of(
                            Place.core(0),
                            Place.core(1),
                            Place.core(4),
                            Place.core(5),
                            Place.cluster(0),
                            Place.cluster(1)),
                    places);
        }

        @Test
        void shouldLeaveOneClusterAlive() {
            FaultSource source = source("crash=1,torn-crash=1", 7);
            assertNotEquals(FaultSource.NEVER, source.nextNanos());
            assertFalse(source.atStore(0) == null);

            source.crashed(source.takeTimed().place().number());

            assertEquals(FaultSource.NEVER, source.nextNanos());
            assertNull(source.atStore(0));
        }

        @Test
        void shouldBeNothingAfterTheEnd() {
            FaultSource source = source("stall=1us@10,delay=1,at 5s crash cluster 0", 7);
            source.end();

            assertNull(source.atDoorbell(0));
            assertEquals(5_000_000_000L, source.nextNanos());
        }
    }

    @Nested
    class WrittenDown {
        @Test
        void shouldComeInTheOrderOfTheirTimes() {
            FaultSource source =
                    source(
                            "at 3ms crash core 1,at 1ms stall core 0 for 1us,at 3ms crash core 0",
                            1);

            assertEquals(1_000_000, source.nextNanos());
            assertEquals("at 1ms stall core 0 for 1us", source.takeTimed().toString());
            assertEquals("at 3ms crash core 1", source.takeTimed().toString());
            assertEquals("at 3ms crash core 0", source.takeTimed().toString());
            assertEquals(FaultSource.NEVER, source.nextNanos());
        }

        @Test
        void shouldComeAtTheDoorbellOfThatNumberOfThatCore() {
            FaultSource source =
                    source("at doorbell 3 of core 4 drop,at doorbell 1 of core 4 delay for 1us", 1);

            assertEquals(FaultKind.DELAY, source.atDoorbell(4).kind());
            assertNull(source.atDoorbell(5));
            assertNull(source.atDoorbell(4));
            assertEquals(FaultKind.DROP, source.atDoorbell(4).kind());
            assertNull(source.atDoorbell(4));
        }

        /** What is drawn, written down as it happens, comes again without being drawn. */
        @Test
        void shouldBeWhatWasDrawn() {
            List<Fault> drawn = firstFaults(source("default,delay=0.5,torn=0", 3));
            FaultPlan written = FaultPlan.NONE.withSchedule(drawn);

            FaultSource again =
                    new FaultSource(
                            FaultPlan.parse("test", written.toString()),
                            () -> {
                                throw new AssertionError("drawn");
                            },
                            CORES,
                            2);

            assertEquals(drawn, firstFaults(again));
        }
    }
}
