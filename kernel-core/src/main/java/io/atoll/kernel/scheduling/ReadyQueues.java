package io.atoll.kernel.scheduling;

import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.object.ThreadObject;

/**
 * The runnable threads of one core by priority: 256 queues under a two-level bitmap, a summary word
 * over four words of 64 priorities each. Every operation takes constant time. Owned by one core.
 */
public final class ReadyQueues {
    private static final int PRIORITIES = ThreadObject.MAX_PRIORITY + 1;

    private final ThreadObject[] heads = new ThreadObject[PRIORITIES];
    private final ThreadObject[] tails = new ThreadObject[PRIORITIES];
    private final long[] nonEmpty = new long[PRIORITIES / Long.SIZE];
    private int summary;

    /** Highest priority that has a thread, or -1. */
    public int highestPriority() {
        int words = summary;
        if (words == 0) {
            return -1;
        }
        int word = 31 - Integer.numberOfLeadingZeros(words);
        return (word << 6) + 63 - Long.numberOfLeadingZeros(nonEmpty[word]);
    }

    /** First thread of a priority, or null. */
    public ThreadObject head(int priority) {
        return heads[priority];
    }

    /** Last thread of a priority, or null; for checks. */
    public ThreadObject tail(int priority) {
        return tails[priority];
    }

    /** Whether the lower level of the bitmap says that a priority has threads; for checks. */
    public boolean isMarked(int priority) {
        return (nonEmpty[priority >>> 6] & 1L << priority) != 0;
    }

    /** Whether the summary says that some priority of the same word has threads; for checks. */
    public boolean isSummaryMarked(int priority) {
        return (summary & 1 << (priority >>> 6)) != 0;
    }

    /** Puts a thread at the head of its priority, unless it is queued. */
    void prepend(ThreadObject thread) {
        if (thread.inReadyQueue) {
            return;
        }
        int priority = thread.priority;
        ThreadObject after = heads[priority];
        thread.queueNext = after;
        thread.queuePrevious = null;
        heads[priority] = thread;
        if (after == null) {
            tails[priority] = thread;
            mark(priority);
        } else {
            Footprint.writes(after);
            after.queuePrevious = thread;
        }
        thread.inReadyQueue = true;
    }

    /** Puts a thread at the tail of its priority, unless it is queued. */
    void append(ThreadObject thread) {
        if (thread.inReadyQueue) {
            return;
        }
        int priority = thread.priority;
        ThreadObject before = tails[priority];
        thread.queuePrevious = before;
        thread.queueNext = null;
        tails[priority] = thread;
        if (before == null) {
            heads[priority] = thread;
            mark(priority);
        } else {
            Footprint.writes(before);
            before.queueNext = thread;
        }
        thread.inReadyQueue = true;
    }

    /** Takes a thread out, if it is queued. */
    void remove(ThreadObject thread) {
        if (!thread.inReadyQueue) {
            return;
        }
        int priority = thread.priority;
        ThreadObject before = thread.queuePrevious;
        ThreadObject after = thread.queueNext;
        if (before == null) {
            heads[priority] = after;
        } else {
            Footprint.writes(before);
            before.queueNext = after;
        }
        if (after == null) {
            tails[priority] = before;
        } else {
            Footprint.writes(after);
            after.queuePrevious = before;
        }
        if (heads[priority] == null) {
            unmark(priority);
        }
        thread.queuePrevious = null;
        thread.queueNext = null;
        thread.inReadyQueue = false;
    }

    private void mark(int priority) {
        nonEmpty[priority >>> 6] |= 1L << priority;
        summary |= 1 << (priority >>> 6);
    }

    private void unmark(int priority) {
        int word = priority >>> 6;
        nonEmpty[word] &= ~(1L << priority);
        if (nonEmpty[word] == 0) {
            summary &= ~(1 << word);
        }
    }
}
