package io.atoll.kernel.scheduling;

import io.atoll.kernel.object.ThreadObject;

/**
 * The threads of one core that wait for their next refill, the earliest first, first come first
 * among equals; seL4: {@code ksReleaseQueue}. Linked by the links that the ready queues use: nobody
 * is in both. Inserting takes time in proportion to the threads that wait.
 */
public final class ReleaseQueue {
    private ThreadObject head;

    /** The thread to be released first, or null. */
    public ThreadObject head() {
        return head;
    }

    private static long releaseTicks(ThreadObject thread) {
        return thread.schedContext.refills.headTime();
    }

    void insert(ThreadObject thread) {
        long release = releaseTicks(thread);
        ThreadObject before = null;
        ThreadObject after = head;
        while (after != null && releaseTicks(after) <= release) {
            before = after;
            after = after.queueNext;
        }
        thread.queuePrevious = before;
        thread.queueNext = after;
        if (before == null) {
            head = thread;
        } else {
            before.queueNext = thread;
        }
        if (after != null) {
            after.queuePrevious = thread;
        }
        thread.inReleaseQueue = true;
    }

    /** Takes a thread out that is in the queue. */
    void remove(ThreadObject thread) {
        ThreadObject before = thread.queuePrevious;
        ThreadObject after = thread.queueNext;
        if (before == null) {
            head = after;
        } else {
            before.queueNext = after;
        }
        if (after != null) {
            after.queuePrevious = before;
        }
        thread.queuePrevious = null;
        thread.queueNext = null;
        thread.inReleaseQueue = false;
    }
}
