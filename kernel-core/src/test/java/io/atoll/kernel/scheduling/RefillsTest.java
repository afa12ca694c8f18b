package io.atoll.kernel.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The exact sequences of refills that using a budget leaves ({@code sel4-api} 5.3). */
class RefillsTest {
    private static final long BUDGET = 100_000;
    private static final long PERIOD = 1_000_000;
    private static final long NOW = 5_000_000;

    private final Refills refills = new Refills();

    private void start(int capacity) {
        refills.start(capacity, BUDGET, PERIOD, NOW);
    }

    /** Pairs of time, relative to {@link #NOW}, and amount. */
    private void assertRefills(long... pairs) {
        StringBuilder expected =
                new StringBuilder(refills.isRoundRobin() ? "round robin" : "refills");
        for (int i = 0; i < pairs.length; i += 2) {
            expected.append(' ').append(NOW + pairs[i]).append('+').append(pairs[i + 1]);
        }
        assertEquals(expected.toString(), refills.toString());
    }

    @Nested
    class Starting {
        @Test
        void shouldHaveTheWholeBudgetAtOnce() {
            start(4);
            assertRefills(0, BUDGET);
            assertEquals(BUDGET, refills.sum());
            assertEquals(4, refills.capacity());
            assertTrue(refills.isReady(NOW));
            assertFalse(refills.isReady(NOW - 1));
        }

        @Test
        void shouldKeepTheUsedPartOfASliceBesideTheRest() {
            refills.start(2, BUDGET, 0, NOW);
            assertRefills(0, BUDGET, 0, 0);
            refills.useOfSlice(30_000);
            assertRefills(0, 70_000, 0, 30_000);
            assertEquals(30_000, refills.usedOfSlice());
            refills.restoreSlice();
            assertRefills(0, BUDGET, 0, 0);
        }

        @Test
        void shouldBeSufficientWhileAKernelEntryFitsIn() {
            start(4);
            assertTrue(refills.isSufficient(BUDGET - 20_000));
            assertFalse(refills.isSufficient(BUDGET - 19_999));
        }

        @Test
        void shouldHaveNothingAfterClearing() {
            start(4);
            refills.clear();
            assertFalse(refills.isActive());
            assertEquals(0, refills.capacity());
        }
    }

    @Nested
    class Charging {
        @Test
        void shouldGiveBackOnePeriodLaterWhatWasUsed() {
            start(4);
            refills.charge(30_000);
            assertRefills(30_000, 70_000, PERIOD, 30_000);
        }

        @Test
        void shouldKeepTogetherWhatIsUsedPieceByPiece() {
            start(4);
            refills.charge(10_000);
            refills.charge(15_000);
            refills.charge(5_000);
            assertRefills(30_000, 70_000, PERIOD, 30_000);
        }

        @Test
        void shouldMoveTheOnlyRefillAsAWhole() {
            start(4);
            refills.charge(BUDGET);
            assertRefills(PERIOD, BUDGET);
        }

        @Test
        void shouldAddARestTooSmallToRunOnToTheNextRefill() {
            start(4);
            refills.charge(90_000);
            assertRefills(PERIOD - 10_000, BUDGET);
        }

        @Test
        void shouldKeepARestThatIsJustEnough() {
            start(4);
            refills.charge(80_000);
            assertRefills(80_000, 20_000, PERIOD, 80_000);
        }

        @Test
        void shouldPutAWholeHeadBehindTheOthers() {
            start(4);
            refills.charge(40_000);
            refills.unblock(NOW + 200_000);
            refills.charge(60_000);
            assertRefills(PERIOD, 40_000, PERIOD + 200_000, 60_000);
        }

        @Test
        void shouldTakeFromTheNextRefillWhatTheHeadDoesNotHave() {
            start(4);
            refills.charge(40_000);
            refills.unblock(NOW + 200_000);
            refills.charge(70_000);
            assertRefills(PERIOD + 10_000, 30_000, PERIOD + 200_000, 60_000, 2 * PERIOD, 10_000);
        }

        @Test
        void shouldChargeAnOverrunOverSeveralPeriods() {
            start(4);
            refills.charge(3 * BUDGET + 50_000);
            assertRefills(3 * PERIOD + 50_000, 50_000, 4 * PERIOD, 50_000);
        }

        @Test
        void shouldDelayTheTailWhenThereIsNoRoom() {
            start(2);
            refills.charge(30_000);
            refills.unblock(NOW + 200_000);
            refills.charge(30_000);
            // 30,000 were due at PERIOD: they wait for what was used 200,000 later.
            assertRefills(230_000, 40_000, PERIOD + 170_000, 60_000);
        }

        @Test
        void shouldNotCompleteARefillLaterThanItWasPlanned() {
            start(4);
            refills.charge(40_000);
            refills.unblock(NOW + 200_000);
            refills.charge(50_000);
            // 10,000 are left, too little: they are added in front of the 40,000 due at PERIOD.
            assertRefills(PERIOD - 10_000, 50_000, PERIOD + 200_000, 50_000);
        }
    }

    @Nested
    class Unblocking {
        @Test
        void shouldBeginAnewWithWhatIsReady() {
            start(4);
            assertTrue(refills.unblock(NOW + 300_000));
            assertRefills(300_000, BUDGET);
        }

        @Test
        void shouldMergeWhatFollowsWithoutAGap() {
            start(4);
            refills.charge(40_000);
            assertTrue(refills.unblock(NOW + PERIOD - 60_000));
            assertRefills(PERIOD - 60_000, BUDGET);
        }

        @Test
        void shouldNotMergeAcrossAGap() {
            start(4);
            refills.charge(40_000);
            assertTrue(refills.unblock(NOW + PERIOD - 60_001));
            assertRefills(PERIOD - 60_001, 60_000, PERIOD, 40_000);
        }

        @Test
        void shouldChangeNothingBeforeTheTimeHasCome() {
            start(4);
            refills.charge(BUDGET);
            assertFalse(refills.unblock(NOW + PERIOD - 1));
            assertRefills(PERIOD, BUDGET);
        }

        @Test
        void shouldChangeNothingForRoundRobin() {
            refills.start(2, BUDGET, 0, NOW);
            assertFalse(refills.unblock(NOW + 300_000));
            assertRefills(0, BUDGET, 0, 0);
        }
    }

    @Nested
    class Updating {
        @Test
        void shouldCutTheHeadToASmallerBudget() {
            start(4);
            refills.update(3, 50_000, 700_000, NOW + 10_000);
            assertRefills(10_000, 50_000);
            assertEquals(3, refills.capacity());
            assertEquals(700_000, refills.periodTicks());
        }

        @Test
        void shouldGiveMoreOnlyAPeriodLater() {
            start(4);
            refills.charge(30_000);
            refills.update(6, 150_000, 700_000, NOW + 100_000);
            assertRefills(100_000, 70_000, 800_000, 80_000);
        }

        @Test
        void shouldNotBringForwardWhatIsNotReady() {
            start(4);
            refills.charge(BUDGET);
            refills.update(4, 150_000, 700_000, NOW + 100_000);
            assertRefills(PERIOD, BUDGET, PERIOD + 700_000, 50_000);
        }

        @Test
        void shouldMergeWhatIsUsedIntoARefillItTouches() {
            start(4);
            refills.update(4, 150_000, 700_000, NOW);
            refills.charge(40_000);
            assertRefills(40_000, 60_000, 700_000, 90_000);
        }
    }
}
