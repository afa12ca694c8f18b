package io.atoll.cluster.simulated.concurrency;

import static io.atoll.cluster.simulated.concurrency.Entries.COSTS;
import static io.atoll.cluster.simulated.concurrency.Entries.TRANSFER;
import static io.atoll.cluster.simulated.concurrency.Entries.WORK;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.kernel.LockingDiscipline;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConcurrencyControlTest {
    private static final int CORES = 8;
    private static final int LOCK = 46 + 31;

    /** All cores enter at once, each with a line of its own; returns when the last is done. */
    private static long independent(Entries entries, int cores, boolean isFast) {
        long last = 0;
        for (int core = 0; core < cores; core++) {
            CacheLine own = entries.line(core);
            last = Math.max(last, isFast ? entries.fast(core, 0, own) : entries.slow(core, 0, own));
        }
        return last;
    }

    @Test
    void shouldBeNothingForOneCore() {
        assertNull(new Entries(1, LockingDiscipline.BIG_LOCK).control);
    }

    @ParameterizedTest
    @EnumSource(LockingDiscipline.class)
    void shouldGiveOneEntryAfterTheOtherToWhoChangesTheSame(LockingDiscipline discipline) {
        Entries entries = new Entries(CORES, discipline);
        CacheLine line = entries.line(0);
        long before = 0;
        for (int core = 0; core < CORES; core++) {
            long done = entries.slow(core, core, line);
            assertTrue(done >= before + WORK, "core %d: %d".formatted(core, done));
            before = done;
        }
    }

    @Nested
    class BigLock {
        private final Entries entries = new Entries(CORES, LockingDiscipline.BIG_LOCK);

        @Test
        void shouldCostWhatItsInstructionsDoIfNobodyElseComes() {
            CacheLine own = entries.line(0);
            entries.slow(0, 0, own);

            assertEquals(10_000 + LOCK + WORK, entries.slow(0, 10_000, own));
        }

        @Test
        void shouldComeFromWhoHadItLast() {
            CacheLine own = entries.line(1);
            entries.slow(1, 0, own);
            entries.slow(0, 10_000, entries.line(0));

            // The tail and the node of core 0, and its own node, which core 0 read last.
            assertEquals(20_000 + LOCK + WORK + 3 * TRANSFER, entries.slow(1, 20_000, own));
        }

        @Test
        void shouldMakeIndependentEntriesWaitTheMoreTheMoreTheyAre() {
            long four = independent(new Entries(4, LockingDiscipline.BIG_LOCK), 4, true);
            long eight = independent(new Entries(8, LockingDiscipline.BIG_LOCK), 8, true);

            assertTrue(four >= 4 * WORK, "" + four);
            assertTrue(eight >= four + 4 * WORK, four + " " + eight);
        }

        @Test
        void shouldServeInTheOrderOfArrival() {
            long first = entries.slow(3, 100, entries.line(3));
            long second = entries.slow(1, 101, entries.line(1));
            long third = entries.slow(2, 102, entries.line(2));

            assertTrue(first < second && second < third, first + " " + second + " " + third);
            assertEquals(2, entries.control.statistics().waits());
        }

        @Test
        void shouldBeKeptWhenAFastpathFails() {
            CacheLine own = entries.line(0);
            entries.slow(0, 0, own);

            assertEquals(10_000 + LOCK + WORK, entries.failedFast(0, 10_000, own));
        }
    }

    @Nested
    class FineGrained {
        @Test
        void shouldMakeNobodyWaitForIndependentObjects() {
            Entries entries = new Entries(CORES, LockingDiscipline.FINE_GRAINED);

            assertEquals(WORK + LOCK, independent(entries, CORES, true));
            assertEquals(0, entries.control.statistics().waits());
        }

        @Test
        void shouldLetReadersPassEachOther() {
            Entries entries = new Entries(3, LockingDiscipline.FINE_GRAINED);
            CacheLine shared = entries.line(0);
            entries.slow(1, 0, false, shared);
            entries.slow(2, 1, false, shared);
            assertEquals(0, entries.control.statistics().waits());

            long written = entries.slow(0, 2, true, shared);
            assertTrue(entries.slow(1, 3, false, shared) >= written + WORK);
            assertEquals(1, entries.control.statistics().waits());
        }
    }

    @Nested
    class LockFree {
        /** A slow path that came at 0 has the image. */
        private static final int IN_THE_MIDDLE = 250;

        private final Entries entries = new Entries(CORES, LockingDiscipline.LOCK_FREE_FASTPATH);

        @Test
        void shouldMakeNoFastpathWaitForAnother() {
            independent(entries, CORES, true);
            assertEquals(WORK, entries.fast(0, 10_000, entries.line(0)) - 10_000);
            assertEquals(0, entries.control.statistics().waits());
        }

        @Test
        void shouldMakeSlowPathsWaitForFastpathsUnderWay() {
            long fast = entries.fast(0, 0, entries.line(0));
            long slow = entries.slow(1, 10, entries.line(1));

            assertTrue(slow >= fast + WORK, fast + " " + slow);
            // The twin: the fastpath is over when the slow path comes.
            long later = entries.slow(2, 10_000, entries.line(2));
            assertTrue(later < 10_000 + 2 * WORK, "" + later);
        }

        @Test
        void shouldMakeFastpathsWaitForTheSlowPathUnderWay() {
            long slow = entries.slow(0, 0, entries.line(0));
            long fast = entries.fast(1, IN_THE_MIDDLE, entries.line(1));

            assertEquals(1, entries.control.statistics().delayedFastpaths());
            assertTrue(fast >= slow + WORK - LOCK, slow + " " + fast);
            assertTrue(fast <= slow + WORK + 2 * TRANSFER, slow + " " + fast);
        }

        /** And not for all that are queued: those let it in between. */
        @Test
        void shouldMakeFastpathsWaitForOneSlowPathOnly() {
            long first = entries.slow(0, 0, entries.line(0));
            long second = entries.slow(2, 5, entries.line(2));
            long third = entries.slow(3, 6, entries.line(3));
            long fast = entries.fast(1, IN_THE_MIDDLE, entries.line(1));

            assertTrue(second >= first + WORK && third >= second + WORK);
            assertTrue(fast <= first + WORK + 2 * TRANSFER, first + " " + fast);
        }

        @Test
        void shouldLetFastpathsInBetweenAnyTwoOfManySlowPaths() {
            int cores = 40;
            Entries many = new Entries(cores, LockingDiscipline.LOCK_FREE_FASTPATH);
            long[] ends = new long[cores];
            for (int core = 1; core < cores; core++) {
                ends[core] = many.slow(core, core, many.line(core));
            }

            CacheLine own = many.line(0);
            long at = many.fast(0, ends[1] - WORK / 2, own);
            for (int next = 2; next < cores; next++) {
                // The one that it went in before, and the fastpath that this has waited for.
                long latest = ends[next] + next * (WORK + 2 * TRANSFER);
                at = many.fast(0, at, own);
                assertTrue(at < latest + WORK, "%d: %d".formatted(next, at));
            }
            assertTrue(many.control.statistics().delayedFastpaths() >= cores - 2);
        }

        /** Slow paths are not over for all as soon as they are for who has waited for them. */
        @Test
        void shouldMakeFastpathsWaitAlsoIfOneOfManySlowPathsIsFarAhead() {
            entries.slow(1, 0, entries.line(1));
            long second = entries.slow(2, 5, entries.line(2));
            long third = entries.slow(3, 6, entries.line(3));
            entries.slowAhead(3, 6, third, true, entries.line(3));

            long fast = entries.fast(0, second - WORK / 2, entries.line(0));

            assertEquals(1, entries.control.statistics().delayedFastpaths());
            assertTrue(fast >= second + WORK - LOCK, second + " " + fast);
        }

        /** Also who comes after slow paths before which fastpaths went in: one batch for each. */
        @Test
        void shouldMakeSlowPathsWaitForTheFastpathsThatWentInBeforeThem() {
            long[] ends = new long[2];
            for (int isDisturbed = 0; isDisturbed < 2; isDisturbed++) {
                Entries each = new Entries(CORES, LockingDiscipline.LOCK_FREE_FASTPATH);
                each.slow(0, 0, each.line(0));
                each.slow(2, 5, each.line(2));
                if (isDisturbed != 0) {
                    each.fast(4, IN_THE_MIDDLE, each.line(4));
                    each.fast(5, IN_THE_MIDDLE, each.line(5));
                }
                ends[isDisturbed] = each.slow(3, IN_THE_MIDDLE, each.line(3));
            }

            long delay = ends[1] - ends[0];
            assertTrue(delay > WORK / 2 && delay < 3 * WORK / 2, ends[0] + " " + ends[1]);
        }

        /** Two cores in the slow path at a time, and then nothing but fastpaths, without pause. */
        @Test
        void shouldNotBreedSlowPaths() {
            int rounds = 50;
            CacheLine[] own = {entries.line(0), entries.line(1)};
            long[] at = {entries.slow(0, 0, own[0]), entries.slow(1, 1, own[1])};
            for (int i = 0; i < 2 * rounds; i++) {
                int next = at[0] <= at[1] ? 0 : 1;
                at[next] = entries.fast(next, at[next], own[next]);
            }

            long last = Math.max(at[0], at[1]);
            assertTrue(last < (rounds + 5) * (WORK + TRANSFER), "" + last);
            assertTrue(entries.control.statistics().delayedFastpaths() <= 2);
        }

        /** It looks at the flag of each. */
        @Test
        void shouldMakeSlowPathsDearerTheMoreCoresThereAre() {
            Entries few = new Entries(2, LockingDiscipline.LOCK_FREE_FASTPATH);
            independent(few, 2, true);
            independent(entries, CORES, true);

            long ofFew = few.slow(0, 10_000, few.line(0));
            long ofMany = entries.slow(0, 10_000, entries.line(0));
            assertTrue(ofMany >= ofFew + (CORES - 2) * TRANSFER, ofFew + " " + ofMany);
        }
    }

    @Nested
    class Transactional {
        private static final int BEGIN_AND_COMMIT = 40;

        @Test
        void shouldNotAbortWithoutAConflict() {
            Entries entries = new Entries(CORES, LockingDiscipline.TRANSACTIONS);
            long last = independent(entries, CORES, false);

            assertTrue(last <= WORK + BEGIN_AND_COMMIT + CORES * TRANSFER, "" + last);
            assertEquals(0, entries.control.statistics().aborts());
        }

        @Test
        void shouldAbortWhereAnotherOneWrites() {
            Entries entries = new Entries(2, LockingDiscipline.TRANSACTIONS);
            CacheLine shared = entries.line(0);
            entries.slow(0, 0, shared);
            entries.slow(1, 10, shared);

            assertTrue(entries.control.statistics().aborts() > 0);
        }

        @Test
        void shouldAbortWhereItWritesWhatAnotherOneReads() {
            Entries entries = new Entries(2, LockingDiscipline.TRANSACTIONS);
            CacheLine shared = entries.line(0);
            entries.slow(0, 0, false, shared);
            entries.slow(1, 10, true, shared);

            assertTrue(entries.control.statistics().aborts() > 0);
        }

        /** The twin of both: two that read, and two that write one after the other. */
        @Test
        void shouldNotAbortWhereBothReadOrOneIsOver() {
            Entries entries = new Entries(2, LockingDiscipline.TRANSACTIONS);
            CacheLine shared = entries.line(0);
            entries.slow(0, 0, false, shared);
            entries.slow(1, 10, false, shared);
            entries.slow(0, 10_000, true, shared);
            entries.slow(1, 20_000, true, shared);

            assertEquals(0, entries.control.statistics().aborts());
        }

        @Test
        void shouldTakeTheLockAfterSomeRetries() {
            Entries entries =
                    new Entries(
                            3,
                            LockingDiscipline.TRANSACTIONS,
                            COSTS.with(Cost.TRANSACTION_RETRIES, 0));
            CacheLine shared = entries.line(0);
            entries.slow(0, 0, shared);
            long withLock = entries.slow(1, 10, shared);

            assertEquals(1, entries.control.statistics().fallbacks());
            // Everybody waits for who has the lock, also who has nothing to do with it.
            assertTrue(entries.slow(2, 20, entries.line(2)) >= withLock + WORK);
        }

        @Test
        void shouldTakeTheLockForMoreLinesThanItCan() {
            Entries entries =
                    new Entries(
                            2,
                            LockingDiscipline.TRANSACTIONS,
                            COSTS.with(Cost.TRANSACTION_LINES, 2));
            entries.slow(0, 0, entries.line(0), entries.line(0));
            assertEquals(0, entries.control.statistics().fallbacks());

            entries.slow(0, 10_000, entries.line(0), entries.line(0), entries.line(0));
            assertEquals(1, entries.control.statistics().fallbacks());
        }
    }
}
