package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.SchedContext;

/** Scheduling by time: budgets, periods, slices, and yielding to somebody. */
final class TimedScheduling {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private TimedScheduling() {}

    static Group addTo(Group group) {
        return group.test(
                        "SCHED0010", "a thread without time is resumed", TimedScheduling::noContext)
                .test("SCHED0011", "a slice is as long as it should be", TimedScheduling::accuracy)
                .inVirtualTime(Reasons.HOW_LONG)
                .test("SCHED0012", "one periodic thread", TimedScheduling::periodic)
                .inVirtualTime(Reasons.HOW_OFTEN)
                .test("SCHED0013", "two periodic threads", TimedScheduling::twoPeriodic)
                .inVirtualTime(Reasons.HOW_OFTEN)
                .test("SCHED0014", "three periodic threads", TimedScheduling::threePeriodic)
                .inVirtualTime(Reasons.HOW_OFTEN)
                .test("SCHED0018", "YieldTo ends when either side goes", TimedScheduling::yieldEnds)
                .test("SCHED0019", "YieldTo", TimedScheduling::yieldTo)
                .test("SCHED0021", "four threads share the core", TimedScheduling::sharing)
                .inVirtualTime(Reasons.HOW_LONG)
                .test("SCHED0022", "a thread moves its own core", Multicore::moveOneself)
                .onCores(2);
    }

    private static void noContext(Environment env) {
        boolean[] ran = new boolean[1];
        Helper helper = env.helper("helper").unbindSchedContext();
        helper.start(
                _ -> {
                    ran[0] = true;
                    return 0;
                });
        Check.ok(helper.tcb.resume());
        env.timer.sleepMillis(10);
        Check.that(!ran[0], "a thread without a context does not run");
        helper.freeSchedContext();
        Check.ok(helper.tcb.resume());
        env.timer.sleepMillis(10);
        Check.that(!ran[0], "a thread whose context is deleted does not run");
    }

    private static void accuracy(Environment env) {
        long sliceMicros = 100_000;
        long toleranceNanos = 2 * NANOS_PER_MILLI;
        Helper spinner = env.helper("spinner").priority(Environment.RUNNER_PRIORITY);
        spinner.schedParams(sliceMicros, sliceMicros, 0);
        spinner.start(new Counter());
        env.sel4.yieldNow();
        for (int i = 0; i < 10; i++) {
            long before = env.timer.now();
            env.sel4.yieldNow();
            long passed = env.timer.now() - before;
            long off = Math.abs(passed - sliceMicros * NANOS_PER_MICRO);
            Check.that(off <= toleranceNanos, "a slice of 100 ms takes " + passed + " ns");
        }
    }

    /** One job per period: counts, and yields the rest of its budget. */
    private static Helper job(
            Environment env, int[] counts, int index, long budgetMillis, long periodMillis) {
        Helper helper = env.helper("job-" + index).priority(Environment.RUNNER_PRIORITY);
        helper.schedParams(budgetMillis * 1_000, periodMillis * 1_000, 0);
        return helper.start(
                sel4 -> {
                    while (true) {
                        counts[index]++;
                        sel4.yieldNow();
                    }
                });
    }

    private static void periodic(Environment env) {
        int[] counts = new int[1];
        job(env, counts, 0, 200, 1_000);
        env.setPriority(Environment.RUNNER_PRIORITY - 1);
        int sleeps = 0;
        while (counts[0] < 5) {
            Check.that(sleeps < 10, "five jobs in less than ten periods, not " + counts[0]);
            int before = counts[0];
            env.timer.sleepMillis(1_000);
            Check.that(counts[0] - before <= 2, "at most one job a period");
            sleeps++;
        }
        Check.that(sleeps >= 3, "five jobs take more than three periods, not " + sleeps);
    }

    private static void twoPeriodic(Environment env) {
        int[] counts = new int[2];
        job(env, counts, 0, 99, 100);
        job(env, counts, 1, 99, 200);
        env.setPriority(Environment.RUNNER_PRIORITY - 1);
        env.timer.sleepMillis(150);
        while (counts[0] < 3 && counts[1] < 3) {
            Check.that(
                    counts[0] > counts[1],
                    "jobs every 100 ms (%d) are more than every 200 ms (%d)"
                            .formatted(counts[0], counts[1]));
            env.timer.sleepMillis(100);
        }
        Check.that(counts[0] >= 3, "it is the thread of the short period that comes to three jobs");
    }

    private static void threePeriodic(Environment env) {
        int[] counts = new int[3];
        job(env, counts, 0, 20, 25);
        job(env, counts, 1, 20, 50);
        job(env, counts, 2, 20, 100);
        env.setPriority(Environment.RUNNER_PRIORITY - 1);
        while (counts[2] < 11) {
            env.timer.sleepMillis(10);
        }
        Check.that(counts[0] >= 40, "jobs every 25 ms: 40 or more, not " + counts[0]);
        Check.that(counts[1] >= 20, "jobs every 50 ms: 20 or more, not " + counts[1]);
        Check.that(counts[0] <= 46, "jobs every 25 ms: 46 or less, not " + counts[0]);
        Check.that(counts[1] <= 24, "jobs every 50 ms: 24 or less, not " + counts[1]);
    }

    /** Yields to a context; the result is the consumed time in microseconds, or -1. */
    private static long yieldTo(Sel4 sel4, SchedContext target) {
        Sel4Error error = sel4.schedContext(target.cptr()).yieldTo();
        return error == Sel4Error.NO_ERROR ? sel4.ipc().mr(0) : -1;
    }

    private static void yieldEnds(Environment env) {
        long sliceMicros = 500_000;
        Helper from = env.helper("from");
        Helper to = env.helper("to");
        from.schedParams(sliceMicros, sliceMicros, 0);
        to.schedParams(sliceMicros, sliceMicros, 0);
        SchedContext target = to.schedContext;
        HelperBody yielding = sel4 -> yieldTo(sel4, target);

        Counter counter = new Counter();
        to.start(counter);
        from.start(yielding);
        counter.checkMoves(env, 100);
        to.suspend();
        long consumed = from.await();
        Check.that(consumed > 0, "time consumed by the suspended target, not " + consumed);

        to.resume();
        Helper again = env.helper("again");
        again.schedParams(sliceMicros, sliceMicros, 0);
        again.start(yielding);
        counter.checkMoves(env, 100);
        to.cleanUp();
        consumed = again.await();
        Check.that(consumed > 0, "time consumed by the deleted target, not " + consumed);

        Helper lasting = env.helper("lasting");
        Helper leaving = env.helper("leaving");
        lasting.schedParams(sliceMicros, sliceMicros, 0);
        leaving.schedParams(sliceMicros, sliceMicros, 0);
        SchedContext lastingContext = lasting.schedContext;
        lasting.start(counter);
        leaving.start(sel4 -> yieldTo(sel4, lastingContext));
        counter.checkMoves(env, 100);
        leaving.cleanUp();
        counter.checkMoves(env, 100);
        lasting.cleanUp();
    }

    private static void yieldTo(Environment env) {
        Helper from = env.helper("from");
        Helper to = env.helper("to");
        SchedContext target = to.schedContext;
        Counter counter = new Counter();
        to.start(counter);
        from.start(sel4 -> yieldTo(sel4, target));
        long consumed = from.await();
        Check.that(consumed >= 0, "YieldTo succeeds");
        Check.that(counter.count() > 0, "the target ran");
    }

    private static void sharing(Environment env) {
        int threads = 4;
        long[] counts = new long[threads];
        boolean[] released = new boolean[1];
        for (int i = 0; i < threads; i++) {
            int index = i;
            int predecessor = (i + threads - 1) % threads;
            Helper helper = env.helper("sharer-" + i).priority(Environment.RUNNER_PRIORITY);
            helper.start(
                    sel4 -> {
                        while (!released[0]) {
                            sel4.yieldNow();
                        }
                        while (true) {
                            long seen = counts[predecessor];
                            counts[index]++;
                            while (counts[predecessor] == seen) {
                                sel4.compute(Counter.CYCLES_PER_COUNT);
                            }
                        }
                    });
        }
        env.sel4.yieldNow();
        for (long count : counts) {
            Check.equal(0, count, "a count before the release");
        }
        env.sel4.yieldNow();
        released[0] = true;
        long before = env.timer.now();
        env.sel4.yieldNow();
        long passed = env.timer.now() - before;
        for (int i = 0; i < threads; i++) {
            Check.equal(1, counts[i], "how often thread " + i + " ran");
        }
        long slice = Environment.SLICE_MICROS * NANOS_PER_MICRO;
        Check.that(
                passed >= threads * slice * 98 / 100 && passed <= (threads + 1) * slice * 102 / 100,
                "four slices of 5 ms take 20 ms, not %d ns".formatted(passed));
    }
}
