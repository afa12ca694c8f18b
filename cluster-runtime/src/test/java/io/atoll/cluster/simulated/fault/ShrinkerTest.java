package io.atoll.cluster.simulated.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

class ShrinkerTest {
    /** A plan of so many stalls, of which some fail together. */
    private static FaultPlan stalls(int count) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            faults.add(
                    new Fault(
                            new When.Time(1_000L * (i + 1)),
                            FaultKind.STALL,
                            Place.core(i),
                            1,
                            37_123));
        }
        return FaultPlan.NONE.withSchedule(faults);
    }

    private static FaultPlan shrink(FaultPlan failing, Predicate<FaultPlan> fails) {
        assertTrue(fails.test(failing));
        return new Shrinker(failing, fails::test, () -> false).shrink();
    }

    private static boolean hasCore(FaultPlan plan, int core, long leastNanos) {
        return plan.scheduled().stream()
                .anyMatch(fault -> fault.place().number() == core && fault.nanos() >= leastNanos);
    }

    @Test
    void shouldLeaveTheOneFaultThatMatters() {
        FaultPlan smallest = shrink(stalls(1000), plan -> hasCore(plan, 617, 9_000));

        assertEquals(
                "at 618us stall core 617 for 10us,jitter=0,faulty-for=1ns", smallest.toString());
    }

    @Test
    void shouldLeaveBothIfItTakesTwo() {
        FaultPlan smallest =
                shrink(stalls(300), plan -> hasCore(plan, 0, 1) && hasCore(plan, 299, 30_000));

        assertEquals(
                List.of("at 1us stall core 0 for 1ns", "at 300us stall core 299 for 37123ns"),
                smallest.scheduled().stream().map(Fault::toString).toList());
    }

    @Test
    void shouldFindThatItTakesNone() {
        assertEquals(List.of(), shrink(stalls(50), _ -> true).scheduled());
    }

    @Test
    void shouldMakeSlowPhasesLessSlow() {
        FaultPlan failing = FaultPlan.parse("test", "at 1us slow core 0 by 100 for 1ms");

        FaultPlan smallest =
                shrink(
                        failing,
                        plan -> plan.scheduled().stream().anyMatch(fault -> fault.factor() >= 3));

        assertEquals("at 1us slow core 0 by 4 for 1ns", smallest.scheduled().getFirst().toString());
    }

    /** Whatever fails and whatever does not: it stops, and what it leaves fails. */
    @Test
    void shouldLeaveAPlanThatFails() {
        for (int modulus = 1; modulus < 8; modulus++) {
            int every = modulus;
            Predicate<FaultPlan> odd =
                    plan -> plan.scheduled().size() % every == 40 % every && !plan.isNone();

            assertTrue(odd.test(shrink(stalls(40), odd)));
        }
    }

    @Test
    void shouldStopWhenItsTimeIsUp() {
        int[] asked = {0};
        Shrinker shrinker = new Shrinker(stalls(1000), plan -> false, () -> asked[0]++ >= 10);

        assertEquals(stalls(1000), shrinker.shrink());
        assertTrue(shrinker.trials() > 0 && shrinker.trials() <= 10, "" + shrinker.trials());
    }

    @Test
    void shouldRoundDown() {
        assertEquals(20_000, Shrinker.roundBelow(37_123));
        assertEquals(10_000, Shrinker.roundBelow(20_000));
        assertEquals(5, Shrinker.roundBelow(10));
        assertEquals(1, Shrinker.roundBelow(2));
        assertEquals(1, Shrinker.roundBelow(1));
        assertEquals(0, Shrinker.roundBelow(0));
    }
}
