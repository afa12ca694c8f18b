package io.atoll.kernel.scheduling;

import io.atoll.kernel.Core;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;

/**
 * Whose a scheduling context is: binding, lending along calls, giving back; seL4: {@code
 * schedcontext.c}.
 */
public final class SchedContexts {
    private SchedContexts() {}

    /** Takes the context from its thread and gives it to {@code to}, which has none. */
    public static void donate(Core core, SchedContextObject schedContext, ThreadObject to) {
        ThreadObject from = schedContext.thread;
        if (from != null) {
            Scheduler scheduler = core.scheduler;
            scheduler.dequeue(from);
            from.schedContext = null;
            if (from == core.current || scheduler.isCandidate(from)) {
                scheduler.rescheduleRequired();
            }
        }
        schedContext.thread = to;
        to.schedContext = schedContext;
    }

    /** Binds for good; a runnable thread can now be scheduled. */
    public static void bindThread(Core core, SchedContextObject schedContext, ThreadObject thread) {
        thread.schedContext = schedContext;
        schedContext.thread = thread;
        if (thread.isSchedulable()) {
            core.scheduler.enqueue(thread);
            core.scheduler.rescheduleRequired();
        }
    }

    public static void unbindThread(Core core, SchedContextObject schedContext) {
        ThreadObject thread = schedContext.thread;
        if (thread == core.current || core.scheduler.isCandidate(thread)) {
            core.scheduler.rescheduleRequired();
        }
        core.scheduler.dequeue(thread);
        thread.schedContext = null;
        schedContext.thread = null;
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

    /** A thread woken by a notification gets the notification's context if it has none. */
    public static void maybeDonate(
            Core core, NotificationObject notification, ThreadObject thread) {
        SchedContextObject schedContext = notification.schedContext;
        if (thread.schedContext == null && schedContext != null && schedContext.thread == null) {
            donate(core, schedContext, thread);
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
}
