package io.atoll.kernel.scheduling;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;

/**
 * Whose a scheduling context is: binding, lending along calls, giving back; and yielding to it;
 * seL4: {@code schedcontext.c}.
 */
public final class SchedContexts {
    public static final long TICKS_PER_MICRO = 1_000;

    private SchedContexts() {}

    /** Takes the context from its thread and gives it to {@code to}, which has none. */
    public static void donate(Core core, SchedContextObject schedContext, ThreadObject to) {
        Footprint.writes(schedContext);
        Footprint.writes(to);
        ThreadObject from = schedContext.thread;
        if (from != null) {
            Footprint.writes(from);
            Scheduler scheduler = core.scheduler;
            scheduler.dequeue(from);
            scheduler.cancelRelease(from);
            from.schedContext = null;
            scheduler.lostTime(from);
        }
        schedContext.thread = to;
        to.schedContext = schedContext;
        OtherCores.migrate(core, to);
    }

    /** Binds for good; a runnable thread can now be scheduled. */
    public static void bindThread(Core core, SchedContextObject schedContext, ThreadObject thread) {
        thread.schedContext = schedContext;
        schedContext.thread = thread;
        OtherCores.migrate(core, thread);
        Budgets.unblockSporadic(core, schedContext);
        Budgets.resume(core, schedContext);
        if (thread.isSchedulable()) {
            core.scheduler.enqueue(thread);
            core.scheduler.rescheduleRequired();
        }
    }

    public static void unbindThread(Core core, SchedContextObject schedContext) {
        ThreadObject thread = schedContext.thread;
        Scheduler scheduler = core.scheduler;
        scheduler.dequeue(thread);
        scheduler.cancelRelease(thread);
        thread.schedContext = null;
        schedContext.thread = null;
        scheduler.lostTime(thread);
    }

    public static void bindNotification(
            SchedContextObject schedContext, NotificationObject notification) {
        schedContext.notification = notification;
        notification.schedContext = schedContext;
    }

    public static void unbindNotification(SchedContextObject schedContext) {
        if (schedContext.notification != null) {
            schedContext.notification.schedContext = null;
            schedContext.notification = null;
        }
    }

    /** From its thread, its notification and its call stack. */
    public static void unbindAll(Core core, SchedContextObject schedContext) {
        if (schedContext.thread != null) {
            unbindThread(core, schedContext);
        }
        unbindNotification(schedContext);
        if (schedContext.replyHead != null) {
            schedContext.replyHead.headOf = null;
            schedContext.replyHead = null;
        }
    }

    /** The object goes away; who yielded to it learns what there is to learn. */
    public static void finalise(Core core, SchedContextObject schedContext) {
        unbindAll(core, schedContext);
        if (schedContext.yieldFrom != null) {
            completeYield(core, schedContext.yieldFrom);
        }
        schedContext.sporadic = false;
        schedContext.refills.clear();
        Budgets.unconfigured(core, schedContext);
        schedContext.coreIndex = -1;
    }

    /** A thread woken by a notification gets the notification's context if it has none. */
    public static void maybeDonate(
            Core core, NotificationObject notification, ThreadObject thread) {
        SchedContextObject schedContext = notification.schedContext;
        if (thread.schedContext == null && schedContext != null && schedContext.thread == null) {
            donate(core, schedContext, thread);
            Budgets.unblock(core, schedContext);
            Budgets.resume(core, schedContext);
        }
    }

    /** A thread about to block gives a notification's context back to it. */
    public static void maybeReturn(
            Core core, NotificationObject notification, ThreadObject thread) {
        SchedContextObject schedContext = notification.schedContext;
        if (schedContext != null && schedContext == thread.schedContext) {
            thread.schedContext = null;
            schedContext.thread = null;
            if (thread == core.current) {
                core.scheduler.rescheduleRequired();
            }
        }
    }

    // Yielding to a thread ({@code sel4-api} 5.7).

    /** Time used since it was asked last, in microseconds; asking again begins at zero. */
    public static long takeConsumedMicros(Core core, SchedContextObject schedContext) {
        return Budgets.takeConsumed(core, schedContext) / TICKS_PER_MICRO;
    }

    /**
     * The current thread lets the context's thread go first.
     *
     * @return true if it will learn how long that ran when it runs next; false if it goes on now
     */
    public static boolean yieldTo(Core core, SchedContextObject schedContext, boolean isCall) {
        if (schedContext.yieldFrom != null) {
            completeYield(core, schedContext.yieldFrom);
        }
        Scheduler scheduler = core.scheduler;
        Budgets.resume(core, schedContext);
        ThreadObject target = schedContext.thread;
        ThreadObject caller = core.current;
        if (!target.isSchedulable()) {
            return false;
        }
        scheduler.dequeue(target);
        if (target.priority < caller.priority || target.core != core) {
            scheduler.enqueue(target);
            return false;
        }
        caller.yieldTo = schedContext;
        caller.yieldIsCall = isCall;
        schedContext.yieldFrom = caller;
        scheduler.enqueue(caller);
        scheduler.enqueue(target);
        scheduler.rescheduleRequired();
        return true;
    }

    /** A thread that yielded gets its answer. */
    public static void completeYield(Core core, ThreadObject yielder) {
        long consumedMicros = takeConsumedMicros(core, yielder.yieldTo);
        if (yielder.yieldIsCall) {
            yielder.ipc.mr(0, consumedMicros);
            yielder.messageInfo = MessageInfo.of(0, 1);
        }
        cancelYield(yielder);
    }

    /** A thread that yielded will not get an answer. */
    public static void cancelYield(ThreadObject yielder) {
        if (yielder.yieldTo != null) {
            yielder.yieldTo.yieldFrom = null;
            yielder.yieldTo = null;
        }
    }
}
