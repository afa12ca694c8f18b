package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.object.EndpointObject;
import io.atoll.kernel.object.KernelObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Who waits: the queues of endpoints and notifications, and the threads' own idea of it. */
final class WaitQueueInvariants {
    private final Census census;
    private final Set<ThreadObject> waiting = Collections.newSetFromMap(new IdentityHashMap<>());

    private WaitQueueInvariants(Census census) {
        this.census = census;
    }

    static void check(Census census) {
        WaitQueueInvariants invariants = new WaitQueueInvariants(census);
        census.all(EndpointObject.class).forEach(invariants::checkEndpoint);
        census.all(NotificationObject.class).forEach(invariants::checkNotification);
        census.all(ThreadObject.class).forEach(invariants::checkThread);
    }

    private void checkEndpoint(EndpointObject endpoint) {
        require(
                (endpoint.state == EndpointObject.IDLE) == endpoint.isEmpty(),
                "%s is in state %s, but its queue begins with %s",
                endpoint,
                endpoint.state,
                endpoint.head);
        int expected =
                endpoint.state == EndpointObject.SEND
                        ? ThreadState.BLOCKED_ON_SEND
                        : ThreadState.BLOCKED_ON_RECEIVE;
        checkQueue(endpoint, endpoint.head, endpoint.tail, expected);
    }

    private void checkNotification(NotificationObject notification) {
        require(
                (notification.state == NotificationObject.WAITING) != notification.isEmpty(),
                "%s is in state %s, but its queue begins with %s",
                notification,
                notification.state,
                notification.head);
        require(
                notification.state == NotificationObject.ACTIVE || notification.word == 0,
                "%s is not active, but its word is 0x%x",
                notification,
                notification.word);
        checkQueue(
                notification,
                notification.head,
                notification.tail,
                ThreadState.BLOCKED_ON_NOTIFICATION);
        ThreadObject bound = notification.boundThread;
        require(
                bound == null || bound.boundNotification == notification,
                "%s is bound to %s, which is not bound to it",
                notification,
                bound);
        census.requireNamed(bound, "bound to", notification);
        require(
                bound == null
                        || notification.isEmpty()
                        || (notification.head == bound && notification.tail == bound),
                "%s is bound to %s, but %s waits on it",
                notification,
                bound,
                notification.head);
    }

    private void checkQueue(
            KernelObject object, ThreadObject head, ThreadObject tail, int expectedState) {
        ThreadObject previous = null;
        for (ThreadObject thread = head; thread != null; thread = thread.queueNext) {
            require(waiting.add(thread), "%s waits twice, the second time on %s", thread, object);
            census.requireNamed(thread, "waiting on", object);
            require(
                    thread.queuePrevious == previous,
                    "%s in the queue of %s is not linked back to %s",
                    thread,
                    object,
                    previous);
            require(
                    thread.state == expectedState,
                    "%s is in the queue of %s, but its state is %s",
                    thread,
                    object,
                    ThreadState.name(thread.state));
            require(
                    thread.blockingObject == object,
                    "%s is in the queue of %s, but thinks that it waits on %s",
                    thread,
                    object,
                    thread.blockingObject);
            require(!thread.inReadyQueue, "%s waits on %s and is marked ready", thread, object);
            require(
                    previous == null || previous.priority >= thread.priority,
                    "%s of priority %s stands behind %s of a lower one in the queue of %s",
                    thread,
                    thread.priority,
                    previous,
                    object);
            previous = thread;
        }
        require(
                tail == previous,
                "the queue of %s ends with %s, but its tail is %s",
                object,
                previous,
                tail);
    }

    private void checkThread(ThreadObject thread) {
        boolean isBlocked =
                switch (thread.state) {
                    case ThreadState.BLOCKED_ON_RECEIVE,
                            ThreadState.BLOCKED_ON_SEND,
                            ThreadState.BLOCKED_ON_NOTIFICATION ->
                            true;
                    default -> false;
                };
        require(
                !isBlocked || waiting.contains(thread),
                "%s is %s, but in no queue",
                thread,
                ThreadState.name(thread.state));
        require(
                waiting.contains(thread)
                        || thread.inReadyQueue
                        || thread.inReleaseQueue
                        || (thread.queueNext == null && thread.queuePrevious == null),
                "%s is in no queue, but has queue links",
                thread);
        NotificationObject bound = thread.boundNotification;
        require(
                bound == null || bound.boundThread == thread,
                "%s is bound to %s, which is not bound to it",
                thread,
                bound);
        census.requireNamed(bound, "bound to", thread);
    }
}
