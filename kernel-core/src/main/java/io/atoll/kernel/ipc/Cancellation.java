package io.atoll.kernel.ipc;

import io.atoll.kernel.Core;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.scheduling.Budgets;

/**
 * Taking threads out of what they wait for ({@code sel4-api} 3.8). A thread whose object goes away
 * makes its system call again; one that was delivering a fault stops.
 */
public final class Cancellation {
    private Cancellation() {}

    /** Cancels what one thread waits for; it becomes inactive. Nothing if it waits for nothing. */
    public static void cancel(Core core, ThreadObject thread) {
        thread.fault = null;
        switch (thread.state) {
            case ThreadState.BLOCKED_ON_SEND, ThreadState.BLOCKED_ON_RECEIVE -> {
                ((EndpointObject) thread.blockingObject).dequeue(thread);
                if (thread.reply != null) {
                    Replies.unlink(core, thread.reply);
                }
                core.scheduler.setState(thread, ThreadState.INACTIVE);
            }
            case ThreadState.BLOCKED_ON_NOTIFICATION -> {
                ((NotificationObject) thread.blockingObject).dequeue(thread);
                core.scheduler.setState(thread, ThreadState.INACTIVE);
            }
            case ThreadState.BLOCKED_ON_REPLY -> Replies.removeCaller(core, thread);
            default -> {}
        }
    }

    /** The endpoint goes away. */
    public static void cancelAll(Core core, EndpointObject endpoint) {
        while (endpoint.head != null) {
            ThreadObject thread = endpoint.head;
            endpoint.dequeue(thread);
            if (thread.reply != null) {
                Replies.unlink(core, thread.reply);
            }
            restartOrStop(core, thread);
        }
        core.scheduler.rescheduleRequired();
    }

    /** The notification goes away. */
    public static void cancelAll(Core core, NotificationObject notification) {
        if (notification.state != NotificationObject.WAITING) {
            return;
        }
        while (notification.head != null) {
            ThreadObject thread = notification.head;
            notification.dequeue(thread);
            core.scheduler.setState(thread, ThreadState.RESTART);
            Budgets.unblockSporadic(core, thread.schedContext);
            core.scheduler.possibleSwitchTo(thread);
        }
        core.scheduler.rescheduleRequired();
    }

    /** Senders that queue with this badge make their calls again. */
    public static void cancelBadgedSends(Core core, EndpointObject endpoint, long badge) {
        if (endpoint.state != EndpointObject.SEND) {
            return;
        }
        ThreadObject thread = endpoint.head;
        while (thread != null) {
            ThreadObject next = thread.queueNext;
            if (thread.sendBadge == badge) {
                endpoint.dequeue(thread);
                restartOrStop(core, thread);
            }
            thread = next;
        }
        core.scheduler.rescheduleRequired();
    }

    private static void restartOrStop(Core core, ThreadObject thread) {
        if (thread.fault == null) {
            core.scheduler.setState(thread, ThreadState.RESTART);
            Budgets.unblockSporadic(core, thread.schedContext);
            core.scheduler.possibleSwitchTo(thread);
        } else {
            core.scheduler.setState(thread, ThreadState.INACTIVE);
        }
    }
}
