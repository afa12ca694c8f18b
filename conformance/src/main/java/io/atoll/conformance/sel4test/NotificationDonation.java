package io.atoll.conformance.sel4test;

/** Threads that an interrupt's notification lends its scheduling context to. */
final class NotificationDonation {
    private static final int TICKS = 10;
    private static final int PRIORITY = 10;
    private static final long PERIOD_NANOS = 10 * Timer.NANOS_PER_MILLI;

    private NotificationDonation() {}

    static Group group() {
        return new Group("Interrupt/notification SC donation")
                .test(
                        "INTERRUPT0002",
                        "a notification lends its context",
                        NotificationDonation::lend)
                .test(
                        "INTERRUPT0003",
                        "beside a thread that has its own",
                        NotificationDonation::mixed)
                .test("INTERRUPT0004", "nobody has a context", NotificationDonation::none)
                .test(
                        "INTERRUPT0005",
                        "two threads share the notification's context",
                        NotificationDonation::shared)
                .inVirtualTime(Reasons.HOW_OFTEN)
                .test(
                        "INTERRUPT0006",
                        "the notification's context is deleted",
                        NotificationDonation::deleted);
    }

    /** A helper that waits for the timer ten times, and has been let run until it waits. */
    private static Helper waiter(Environment env, int[] ticks, int index) {
        Helper helper = env.helper("waiter").priority(PRIORITY);
        long notification = env.timer.notification.cptr();
        helper.start(
                sel4 -> {
                    for (int i = 0; i < TICKS; i++) {
                        sel4.await(notification);
                        ticks[index]++;
                    }
                    return 0;
                });
        env.letOthersRun();
        return helper;
    }

    private static void giveToNotification(Environment env, Helper helper) {
        Check.ok(helper.schedContext.unbind());
        Check.ok(helper.schedContext.bind(env.timer.notification));
    }

    private static void lend(Environment env) {
        int[] ticks = new int[1];
        Helper helper = waiter(env, ticks, 0);
        giveToNotification(env, helper);
        env.timer.alarmEvery(PERIOD_NANOS);
        helper.awaitResult(0);
        env.timer.reset();
        Check.equal(TICKS, ticks[0], "ticks");
    }

    private static void mixed(Environment env) {
        int[] ticks = new int[2];
        Helper lent = waiter(env, ticks, 0);
        Helper own = waiter(env, ticks, 1);
        giveToNotification(env, lent);
        env.timer.alarmEvery(PERIOD_NANOS);
        lent.awaitResult(0);
        own.awaitResult(0);
        env.timer.reset();
        Check.equal(TICKS, ticks[0], "ticks on the notification's context");
        Check.equal(TICKS, ticks[1], "ticks on a context of its own");
    }

    /** Signals come, and nobody runs. The runner itself must not wait for the timer. */
    private static void checkNoTick(Environment env, int[] ticks) {
        env.timer.alarmEvery(PERIOD_NANOS);
        env.timer.sleepBusyMillis(55);
        env.letOthersRun();
        env.timer.reset();
        Check.equal(0, ticks[0], "ticks without a context");
    }

    private static void none(Environment env) {
        int[] ticks = new int[1];
        Helper helper = waiter(env, ticks, 0);
        helper.unbindSchedContext();
        checkNoTick(env, ticks);
    }

    private static void shared(Environment env) {
        int[] ticks = new int[2];
        Helper first = waiter(env, ticks, 0);
        Helper second = waiter(env, ticks, 1);
        second.unbindSchedContext();
        giveToNotification(env, first);
        env.timer.alarmEvery(PERIOD_NANOS);
        // When it has finished it keeps the context: the other one cannot report.
        first.awaitResult(0);
        env.timer.reset();
        Check.equal(TICKS, ticks[0], "ticks of the first");
        Check.equal(TICKS - 1, ticks[1], "ticks of the second, when the first had its last");
    }

    private static void deleted(Environment env) {
        int[] ticks = new int[1];
        Helper helper = waiter(env, ticks, 0);
        giveToNotification(env, helper);
        helper.freeSchedContext();
        checkNoTick(env, ticks);
    }
}
