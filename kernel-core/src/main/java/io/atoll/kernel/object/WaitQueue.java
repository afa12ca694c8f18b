package io.atoll.kernel.object;

import io.atoll.kernel.footprint.Footprint;

/**
 * Threads that wait on one object, by priority and first come first served within a priority (the
 * order of the MCS kernel). A doubly linked list through the threads themselves: append is linear
 * in the number of waiting threads, all else constant.
 */
abstract class WaitQueue extends KernelObject {
    public ThreadObject head;
    public ThreadObject tail;

    WaitQueue(long address, int sizeBits) {
        super(address, sizeBits);
    }

    /** Inserts behind all threads of the same or a higher priority. */
    public final void append(ThreadObject thread) {
        Footprint.writes(this);
        Footprint.writes(thread);
        int priority = thread.priority;
        ThreadObject before = tail;
        while (before != null && before.priority < priority) {
            before = before.queuePrevious;
        }
        ThreadObject after = before == null ? head : before.queueNext;
        thread.queuePrevious = before;
        thread.queueNext = after;
        if (before == null) {
            head = thread;
        } else {
            Footprint.writes(before);
            before.queueNext = thread;
        }
        if (after == null) {
            tail = thread;
        } else {
            Footprint.writes(after);
            after.queuePrevious = thread;
        }
    }

    /** Takes a thread out, wherever it stands. */
    public final void remove(ThreadObject thread) {
        Footprint.writes(this);
        Footprint.writes(thread);
        ThreadObject before = thread.queuePrevious;
        ThreadObject after = thread.queueNext;
        if (before == null) {
            head = after;
        } else {
            Footprint.writes(before);
            before.queueNext = after;
        }
        if (after == null) {
            tail = before;
        } else {
            Footprint.writes(after);
            after.queuePrevious = before;
        }
        thread.queuePrevious = null;
        thread.queueNext = null;
    }

    public final boolean isEmpty() {
        return head == null;
    }
}
