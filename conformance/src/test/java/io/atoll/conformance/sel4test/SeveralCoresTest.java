package io.atoll.conformance.sel4test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.api.Sel4;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Machines of several cores in virtual time: what their cores do, they do at the same time. */
class SeveralCoresTest {
    private static final int CORES = 3;
    private static final long MILLIS = 20;
    private static final long COUNTS = MILLIS * Timer.NANOS_PER_MILLI / Counter.CYCLES_PER_COUNT;
    private static final Setup SETUP = Setup.ONE_CORE.withCores(CORES);

    private static Sel4TestSuite.Outcome run(TestBody body) {
        Sel4TestSuite.Outcome outcome =
                Sel4TestSuite.run(new Sel4Test("SAMPLE", "samples", "a sample", body, null), SETUP);
        assertNull(outcome.failure(), () -> String.valueOf(outcome.failure()));
        return outcome;
    }

    @Test
    void shouldLetEveryCoreHaveAllOfTheTime() {
        List<Counter> counters = Stream.generate(Counter::new).limit(CORES).toList();
        run(
                env -> {
                    for (int core = 0; core < CORES; core++) {
                        env.helper("counter").onCore(core).start(counters.get(core));
                    }
                    env.timer.sleepMillis(MILLIS);
                });
        for (Counter counter : counters) {
            assertTrue(
                    counter.count() >= COUNTS * 95 / 100 && counter.count() <= COUNTS * 105 / 100,
                    () -> "%d counts, not %d".formatted(counter.count(), COUNTS));
        }
    }

    /** Notes what it sees, 100 times. */
    private static HelperBody watching(List<Long> seen, int cycles) {
        return sel4 -> {
            for (int i = 0; i < 100; i++) {
                seen.add(sel4.readClock());
                sel4.compute(cycles);
            }
            return 0;
        };
    }

    private static List<Long> watchOnAllCores() {
        List<Long> seen = new ArrayList<>();
        run(
                env -> {
                    List<Helper> helpers = new ArrayList<>();
                    for (int core = 0; core < CORES; core++) {
                        helpers.add(
                                env.helper("watching")
                                        .onCore(core)
                                        .start(watching(seen, 700 + 300 * core)));
                    }
                    helpers.forEach(Helper::await);
                });
        return seen;
    }

    @Test
    void shouldNeverShowAnEarlierTimeThanAnotherCoreSaw() {
        List<Long> seen = watchOnAllCores();
        assertEquals(seen.stream().sorted().toList(), seen);
    }

    @Test
    void shouldTakeTheSameCourseEveryTime() {
        assertEquals(watchOnAllCores(), watchOnAllCores());
    }

    @Test
    void shouldSkipTheTimeInWhichNobodyDoesAnything() {
        long slept = run(env -> env.timer.sleepMillis(MILLIS)).nanos();
        assertTrue(
                slept >= MILLIS * Timer.NANOS_PER_MILLI
                        && slept < (MILLIS + 1) * Timer.NANOS_PER_MILLI,
                () -> slept + " ns");
    }

    /** What one core does, another one sees in the middle of what it does itself. */
    @Test
    void shouldInterleaveWhatTheCoresDo() {
        List<Integer> order = new ArrayList<>();
        run(
                env -> {
                    List<Helper> helpers = new ArrayList<>();
                    for (int core = 1; core < CORES; core++) {
                        int own = core;
                        helpers.add(
                                env.helper("noting")
                                        .onCore(core)
                                        .start(sel4 -> note(sel4, order, own)));
                    }
                    helpers.forEach(Helper::await);
                });
        int changes = 0;
        for (int i = 1; i < order.size(); i++) {
            changes += order.get(i).equals(order.get(i - 1)) ? 0 : 1;
        }
        assertTrue(changes > 50, order::toString);
    }

    private static long note(Sel4 sel4, List<Integer> order, int core) {
        for (int i = 0; i < 100; i++) {
            order.add(core);
            sel4.compute(1_000);
        }
        return 0;
    }
}
