package io.atoll.kernel.scheduling;

import io.atoll.kernel.Core;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;

/**
 * What a scheduling context may spend: its parameters, when its refills can be used, and how much
 * it has used; seL4: the parts of {@code sporadic.h} and {@code schedcontext.c} that look at the
 * clock. Everything happens in the kernel's slow path, on the thread of the core that is handed
 * over; a context that is the time of another core is looked at there.
 */
public final class Budgets {
    private Budgets() {}

    // Whether there is time.

    /** Whether a context has time to run on now; seL4: {@code sc_released}. */
    public static boolean isReleased(Core core, SchedContextObject schedContext) {
        if (!schedContext.isConfigured()) {
            return false;
        }
        Refills refills = schedContext.refills;
        return refills.isRoundRobin() || refills.isReady(core.scheduler.now());
    }

    /**
     * A context came to a thread, or was configured: if the thread could run but its time has not
     * come yet, it waits for it; seL4: {@code schedContext_resume}.
     */
    public static void resume(Core core, SchedContextObject schedContext) {
        if (schedContext != null
                && schedContext.thread.isSchedulable()
                && !isReleased(core, schedContext)) {
            core.scheduler.postpone(schedContext);
        }
    }

    /** The thread of a sporadic context becomes runnable. */
    public static void unblockSporadic(Core core, SchedContextObject schedContext) {
        if (schedContext != null && schedContext.sporadic) {
            unblock(core, schedContext);
        }
    }

    /** A context that was out of use is used again; seL4: {@code refill_unblock_check}. */
    public static void unblock(Core core, SchedContextObject schedContext) {
        Scheduler scheduler = core.scheduler;
        if (!isPassing(core, schedContext)
                && !schedContext.refills.isRoundRobin()
                && schedContext.refills.unblock(scheduler.now())) {
            scheduler.setTimerAnew(core);
        }
    }

    /** Whether it is a context's time that passes, on whichever core. */
    private static boolean isPassing(Core core, SchedContextObject schedContext) {
        return home(core, schedContext).context() == schedContext;
    }

    /** The scheduler of the core whose time a context is. */
    private static Scheduler home(Core core, SchedContextObject schedContext) {
        return core.isShared && schedContext.isConfigured()
                ? core.image.core(schedContext.coreIndex).scheduler
                : core.scheduler;
    }

    // Parameters.

    /** Fills a context with slices of that length. */
    public static void startRoundRobin(
            Core core, SchedContextObject schedContext, long sliceTicks) {
        schedContext.refills.start(Refills.MIN_REFILLS, sliceTicks, 0, core.scheduler.now());
    }

    /**
     * Gives a context new parameters. Where its thread could use the old budget at once, the new
     * one comes in such a way that the thread never gets more than either allows.
     *
     * @param periodTicks equal to the budget for round robin
     * @param isMoving to another core, where it begins anew
     */
    public static void configure(
            Core core,
            SchedContextObject schedContext,
            long budgetTicks,
            long periodTicks,
            int extraRefills,
            boolean isMoving) {
        long now = core.scheduler.now();
        Scheduler passesOn = isPassing(core, schedContext) ? home(core, schedContext) : null;
        if (passesOn != null) {
            passesOn.time().commit();
        }
        Refills refills = schedContext.refills;
        int maxRefills = Refills.MIN_REFILLS + extraRefills;
        ThreadObject thread = schedContext.thread;
        if (budgetTicks == periodTicks) {
            refills.start(Refills.MIN_REFILLS, budgetTicks, 0, now);
        } else if (refills.isActive() && thread != null && thread.isRunnable() && !isMoving) {
            refills.update(maxRefills, budgetTicks, periodTicks, now);
        } else {
            refills.start(maxRefills, budgetTicks, periodTicks, now);
        }
        if (passesOn != null) {
            passesOn.time().configured();
            passesOn.setTimerAnew(core);
        }
    }

    /** A context lost its parameters; time that it used and was not charged is forgotten. */
    static void unconfigured(Core core, SchedContextObject schedContext) {
        if (isPassing(core, schedContext)) {
            home(core, schedContext).time().configured();
        }
    }

    /**
     * From now on a context is time of that core; its thread, if it has one, goes with it.
     *
     * @param index in the image
     */
    public static void moveTo(Core core, SchedContextObject schedContext, int index) {
        schedContext.coreIndex = index;
        if (schedContext.thread != null) {
            OtherCores.migrate(core, schedContext.thread);
        }
    }

    // What was used.

    /**
     * Time that a context has used, in ticks, since it was asked last. As in seL4, what the current
     * context has used since it was charged last does not count yet.
     */
    static long takeConsumed(Core core, SchedContextObject schedContext) {
        Scheduler scheduler = core.scheduler;
        if (schedContext == scheduler.context()) {
            scheduler.now();
        }
        long consumed = schedContext.consumedTicks;
        schedContext.consumedTicks = 0;
        return consumed;
    }
}
