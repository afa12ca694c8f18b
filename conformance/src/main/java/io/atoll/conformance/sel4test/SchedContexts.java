package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.SchedContext;

/** Scheduling contexts: filling them, binding them, deleting them. */
final class SchedContexts {
    private static final long PERIOD_MICROS = 5_000;
    private static final long MIN_BUDGET_MICROS = 20;

    private SchedContexts() {}

    static Group addTo(Group group) {
        return group.test("SCHED_CONTEXT_0001", "budgets and periods", SchedContexts::configure)
                .test(
                        "SCHED_CONTEXT_0002",
                        "a context is filled anew while its thread runs",
                        SchedContexts::reconfigure)
                .test(
                        "SCHED_CONTEXT_0005",
                        "the context of a running thread is deleted",
                        SchedContexts::deleteUnderThread)
                .test(
                        "SCHED_CONTEXT_0006",
                        "a thread is deleted that runs on a notification's context",
                        SchedContexts::deleteOnNotification)
                .test(
                        "SCHED_CONTEXT_0007",
                        "resume and bind, in any order",
                        SchedContexts::resumeAndBind);
    }

    private static void configure(Environment env) {
        SchedContext context = env.emptySchedContext();
        Check.ok(configure(env, context, PERIOD_MICROS, PERIOD_MICROS));
        SchedContext noContext = env.sel4.schedContext(env.make(ObjectType.TCB));
        Check.answer(
                Sel4Error.INVALID_CAPABILITY,
                configure(env, noContext, PERIOD_MICROS, PERIOD_MICROS));
        long[][] wrong = {{0, PERIOD_MICROS}, {0, 0}, {PERIOD_MICROS, 1_000}, {1, PERIOD_MICROS}};
        for (long[] pair : wrong) {
            Check.answer(Sel4Error.RANGE_ERROR, configure(env, context, pair[0], pair[1]));
        }
        Check.ok(configure(env, context, MIN_BUDGET_MICROS, PERIOD_MICROS));
    }

    private static Sel4Error configure(
            Environment env, SchedContext context, long budgetMicros, long periodMicros) {
        return env.schedControl().configure(context, budgetMicros, periodMicros, 0, 0, 0);
    }

    private static void reconfigure(Environment env) {
        Counter counter = new Counter();
        Helper helper = env.helper("counter").prepare(counter);
        helper.schedParams(5_000, 5_000, 0);
        helper.resume();
        counter.checkMoves(env, 10);
        helper.schedParams(10_000, 10_000, 0);
        counter.checkMoves(env, 10);
        helper.schedParams(3_000, 3_000, 0);
        counter.checkMoves(env, 10);
    }

    private static void deleteUnderThread(Environment env) {
        Counter counter = new Counter();
        Helper helper = env.helper("counter").start(counter);
        counter.checkMoves(env, 10);
        helper.freeSchedContext();
        counter.checkStands(env, 10);
    }

    private static void deleteOnNotification(Environment env) {
        Notification notification = env.notification();
        int[] states = new int[2];
        Helper first = env.helper("first").priority(Environment.RUNNER_PRIORITY);
        first.start(
                sel4 -> {
                    states[0] = 1;
                    sel4.await(notification.cptr());
                    states[0] = 2;
                    return new Counter().run(sel4);
                });
        env.sel4.yieldNow();
        Check.equal(1, states[0], "state of the first helper before the signal");
        SchedContext context = first.schedContext;
        Check.ok(context.unbindObject(first.tcb));
        Check.ok(context.bind(notification));
        notification.signal();
        env.sel4.yieldNow();
        Check.equal(2, states[0], "state of the first helper on the notification's context");
        env.free(first.tcb);

        Helper second = env.helper("second").priority(Environment.RUNNER_PRIORITY);
        second.start(
                sel4 -> {
                    states[1] = 1;
                    sel4.await(notification.cptr());
                    states[1] = 2;
                    sel4.await(notification.cptr());
                    states[1] = 3;
                    return 0;
                });
        env.sel4.yieldNow();
        Check.equal(1, states[1], "state of the second helper before the signal");
        second.freeSchedContext();
        notification.signal();
        env.sel4.yieldNow();
        Check.equal(2, states[1], "state of the second helper after one signal");
        notification.signal();
        env.sel4.yieldNow();
        Check.equal(3, states[1], "state of the second helper after two signals");
    }

    private static void resumeAndBind(Environment env) {
        Helper started = env.helper("started-first").unbindSchedContext();
        started.start(_ -> 1);
        env.letOthersRun();
        Check.ok(started.schedContext.bind(started.tcb));
        started.awaitResult(1);

        Helper bound = env.helper("bound-first").unbindSchedContext();
        Check.ok(bound.schedContext.bind(bound.tcb));
        bound.start(_ -> 1);
        bound.resume();
        bound.awaitResult(1);

        Notification notification = env.notification();
        Helper waiter = env.helper("waiter");
        Check.ok(waiter.schedContext.bind(notification));
        Check.answer(Sel4Error.ILLEGAL_OPERATION, waiter.schedContext.bind(waiter.tcb));
        waiter.start(
                sel4 -> {
                    sel4.await(notification.cptr());
                    return 1;
                });
        env.letOthersRun();
        // Waiting, it gave its context to the notification it waits on.
        Check.ok(waiter.schedContext.bind(waiter.tcb));
        notification.signal();
        waiter.awaitResult(1);
    }
}
