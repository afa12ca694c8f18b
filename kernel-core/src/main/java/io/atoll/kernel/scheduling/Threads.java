package io.atoll.kernel.scheduling;

import io.atoll.kernel.Core;
import io.atoll.kernel.ipc.Cancellation;
import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

/** Operations on a thread as a whole: suspend, restart, priority, bound notification. */
public final class Threads {
    private Threads() {}

    /** Stops a thread; whatever it waited for is cancelled. */
    public static void suspend(Core core, ThreadObject thread) {
        Cancellation.cancel(core, thread);
        if (thread.state == ThreadState.RUNNING) {
            // A restart that was due has not begun yet: then the call is still to be made.
            thread.callCompleted = !thread.repeatCall;
        }
        core.scheduler.setState(thread, ThreadState.INACTIVE);
        core.scheduler.dequeue(thread);
        core.scheduler.cancelRelease(thread);
        SchedContexts.cancelYield(thread);
    }

    /** Sets a stopped thread going; what it waited for is cancelled, and its call made again. */
    public static void restart(Core core, ThreadObject thread) {
        if (!thread.isStopped()) {
            return;
        }
        Cancellation.cancel(core, thread);
        core.scheduler.setState(thread, ThreadState.RESTART);
        Budgets.unblockSporadic(core, thread.schedContext);
        Budgets.resume(core, thread.schedContext);
        if (thread.isSchedulable()) {
            core.scheduler.possibleSwitchTo(thread);
        }
    }

    /** Changes the priority, and the thread's place in whatever queue it is in. */
    public static void setPriority(Core core, ThreadObject thread, int priority) {
        switch (thread.state) {
            case ThreadState.RUNNING, ThreadState.RESTART -> {
                if (thread.inReadyQueue || OtherCores.isRunning(core, thread)) {
                    core.scheduler.dequeue(thread);
                    thread.priority = priority;
                    if (thread.isSchedulable()) {
                        core.scheduler.enqueue(thread);
                    }
                    core.scheduler.rescheduleRequired();
                } else {
                    thread.priority = priority;
                }
            }
            case ThreadState.BLOCKED_ON_RECEIVE, ThreadState.BLOCKED_ON_SEND -> {
                EndpointObject endpoint = (EndpointObject) thread.blockingObject;
                endpoint.remove(thread);
                thread.priority = priority;
                endpoint.append(thread);
            }
            case ThreadState.BLOCKED_ON_NOTIFICATION -> {
                NotificationObject notification = (NotificationObject) thread.blockingObject;
                notification.remove(thread);
                thread.priority = priority;
                notification.append(thread);
            }
            default -> thread.priority = priority;
        }
    }

    public static void bindNotification(ThreadObject thread, NotificationObject notification) {
        thread.boundNotification = notification;
        notification.boundThread = thread;
    }

    public static void unbindNotification(ThreadObject thread) {
        thread.boundNotification.boundThread = null;
        thread.boundNotification = null;
    }
}
