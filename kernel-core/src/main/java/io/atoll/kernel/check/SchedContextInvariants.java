package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.KernelImage;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ReplyObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;

/** Whose a scheduling context is: a thread's, a notification's, a call stack's; both ways. */
final class SchedContextInvariants {
    private SchedContextInvariants() {}

    static void check(Census census, KernelImage image) {
        for (SchedContextObject schedContext : census.all(SchedContextObject.class)) {
            checkOwners(census, schedContext);
            checkCallStack(census, schedContext);
            checkYielder(census, schedContext);
            RefillInvariants.check(schedContext);
            require(
                    schedContext.coreIndex >= -1 && schedContext.coreIndex < image.coreCount(),
                    "%s is configured for core %s, which the image does not have",
                    schedContext,
                    schedContext.coreIndex);
        }
        for (ThreadObject thread : census.all(ThreadObject.class)) {
            SchedContextObject schedContext = thread.schedContext;
            require(
                    schedContext == null || schedContext.thread == thread,
                    "%s runs on %s, which belongs to %s",
                    thread,
                    schedContext,
                    schedContext == null ? null : schedContext.thread);
            census.requireNamed(schedContext, "the scheduling context of", thread);
            SchedContextObject yieldTo = thread.yieldTo;
            require(
                    yieldTo == null || yieldTo.yieldFrom == thread,
                    "%s yielded to %s, which %s yielded to",
                    thread,
                    yieldTo,
                    yieldTo == null ? null : yieldTo.yieldFrom);
            census.requireNamed(yieldTo, "yielded to by", thread);
        }
        for (NotificationObject notification : census.all(NotificationObject.class)) {
            SchedContextObject schedContext = notification.schedContext;
            require(
                    schedContext == null || schedContext.notification == notification,
                    "%s has %s, which is bound to %s",
                    notification,
                    schedContext,
                    schedContext == null ? null : schedContext.notification);
            census.requireNamed(schedContext, "the scheduling context of", notification);
        }
    }

    private static void checkOwners(Census census, SchedContextObject schedContext) {
        ThreadObject thread = schedContext.thread;
        require(
                thread == null || thread.schedContext == schedContext,
                "%s belongs to %s, which runs on %s",
                schedContext,
                thread,
                thread == null ? null : thread.schedContext);
        census.requireNamed(thread, "the thread of", schedContext);
        NotificationObject notification = schedContext.notification;
        require(
                notification == null || notification.schedContext == schedContext,
                "%s is bound to %s, which has %s",
                schedContext,
                notification,
                notification == null ? null : notification.schedContext);
        census.requireNamed(notification, "the notification of", schedContext);
    }

    private static void checkYielder(Census census, SchedContextObject schedContext) {
        ThreadObject yielder = schedContext.yieldFrom;
        require(
                yielder == null || yielder.yieldTo == schedContext,
                "%s was yielded to by %s, which yielded to %s",
                schedContext,
                yielder,
                yielder == null ? null : yielder.yieldTo);
        census.requireNamed(yielder, "the thread that yielded to", schedContext);
    }

    private static void checkCallStack(Census census, SchedContextObject schedContext) {
        ReplyObject head = schedContext.replyHead;
        require(
                head == null || head.headOf == schedContext,
                "the call stack of %s begins with %s, which heads %s",
                schedContext,
                head,
                head == null ? null : head.headOf);
        census.requireNamed(head, "the head of the call stack of", schedContext);
    }
}
