package io.atoll.kernel.ipc;

import io.atoll.kernel.Core;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.footprint.KernelWork;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.scheduling.Budgets;
import io.atoll.kernel.scheduling.SchedContexts;

/** Signalling and waiting; seL4: {@code notification.c}, {@code sel4-api} 3.6. */
public final class Notifications {
    private Notifications() {}

    /** Adds {@code badge} to the word, or hands it to who waits. */
    public static void signal(Core core, NotificationObject notification, long badge) {
        Footprint.writes(notification);
        switch (notification.state) {
            case NotificationObject.IDLE -> {
                ThreadObject bound = notification.boundThread;
                if (bound != null && bound.state == ThreadState.BLOCKED_ON_RECEIVE) {
                    Cancellation.cancel(core, bound);
                    wake(core, notification, bound, badge);
                } else {
                    notification.word = badge;
                    notification.state = NotificationObject.ACTIVE;
                }
            }
            case NotificationObject.WAITING -> {
                ThreadObject thread = notification.head;
                notification.dequeue(thread);
                wake(core, notification, thread, badge);
            }
            default -> notification.word |= badge;
        }
    }

    private static void wake(
            Core core, NotificationObject notification, ThreadObject thread, long badge) {
        Footprint.does(KernelWork.WAKE);
        core.scheduler.setState(thread, ThreadState.RUNNING);
        Footprint.writes(thread, ThreadObject.REGISTERS_LINE);
        thread.ipc.senderBadge(badge);
        SchedContexts.maybeDonate(core, notification, thread);
        if (thread.isSchedulable()) {
            Budgets.unblockSporadic(core, thread.schedContext);
            core.scheduler.possibleSwitchTo(thread);
        }
    }

    /** Receives from a notification into the current thread. */
    static void receive(
            Core core, ThreadObject thread, NotificationObject notification, boolean isBlocking) {
        Footprint.reads(notification);
        if (notification.state == NotificationObject.ACTIVE) {
            complete(core, notification, thread);
        } else if (isBlocking) {
            thread.blockingObject = notification;
            core.scheduler.setState(thread, ThreadState.BLOCKED_ON_NOTIFICATION);
            SchedContexts.maybeReturn(core, notification, thread);
            notification.enqueue(thread);
        } else {
            thread.ipc.senderBadge(0);
        }
    }

    /** Takes the word of an active notification. */
    static void complete(Core core, NotificationObject notification, ThreadObject thread) {
        Footprint.writes(notification);
        thread.ipc.senderBadge(notification.take());
        SchedContexts.maybeDonate(core, notification, thread);
        Budgets.unblockSporadic(core, thread.schedContext);
    }
}
