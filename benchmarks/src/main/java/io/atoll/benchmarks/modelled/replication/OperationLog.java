package io.atoll.benchmarks.modelled.replication;

import java.lang.foreign.MemorySegment;

/**
 * The operations that change the map, in the order in which all replicas apply them; in memory that
 * all of them share. Operation {@code n} is in place {@code n mod capacity}, from 0 on.
 *
 * <pre>
 *   line 0              tail: the next operation that nobody has reserved
 *   line 1              completed tail: operations before it can be seen in some replica
 *   line 2 + r          local tail of replica r: the next operation that it has not applied
 *   then, a line each   stamp (1 + number, once it is written), key, value
 * </pre>
 *
 * <table>
 * <caption>Who uses what</caption>
 * <tr><th>word</th><th>written by</th><th>read by</th></tr>
 * <tr><td>tail</td><td>combiners, atomically</td><td>the same</td></tr>
 * <tr><td>completed tail</td><td>combiners, atomically</td><td>readers</td></tr>
 * <tr><td>local tail</td><td>its replica's combiner</td><td>readers, combiners</td></tr>
 * <tr><td>entries</td><td>who reserved them, the stamp last</td><td>combiners</td></tr>
 * </table>
 *
 * <p>Reserving is wait-free. A writer waits for the slowest replica when the log is full, and who
 * applies the log for those that have reserved and not written yet. Zeroed memory is an empty log.
 */
final class OperationLog {
    private static final long TAIL = 0;
    private static final long COMPLETED = SharedLines.LINE_BYTES;
    private static final long LOCAL_TAILS = 2 * SharedLines.LINE_BYTES;
    private static final long KEY = SharedLines.WORD_BYTES;
    private static final long VALUE = 2 * SharedLines.WORD_BYTES;

    private final SharedLines lines;
    private final int replicas;
    private final int capacity;
    private final long entries;

    /** As far as all replicas had come when this one looked last. Under its combiner lock. */
    private long appliedByAll;

    /**
     * One replica's view of the log.
     *
     * @param capacity a power of two, at least as many as operations can be in progress
     */
    OperationLog(MemorySegment memory, int replicas, int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(capacity + " is not a power of two");
        }
        this.lines = new SharedLines(memory);
        this.replicas = replicas;
        this.capacity = capacity;
        this.entries = LOCAL_TAILS + replicas * SharedLines.LINE_BYTES;
    }

    static long byteSize(int replicas, int capacity) {
        return LOCAL_TAILS + (replicas + capacity) * SharedLines.LINE_BYTES;
    }

    /** Takes the next places; they have to be written once there is room. */
    long reserve(int count) {
        return lines.add(TAIL, count);
    }

    /** Whether all replicas have applied what was in the places of operations before that one. */
    boolean hasRoom(long end) {
        if (end - capacity <= appliedByAll) {
            return true;
        }
        long least = Long.MAX_VALUE;
        for (int replica = 0; replica < replicas; replica++) {
            least = Math.min(least, localTail(replica));
        }
        appliedByAll = least;
        return end - capacity <= least;
    }

    void write(long operation, long key, long value) {
        long entry = entry(operation);
        lines.prepare(entry + KEY, key);
        lines.prepare(entry + VALUE, value);
        lines.store(entry, operation + 1);
    }

    boolean isWritten(long operation) {
        return lines.load(entry(operation)) == operation + 1;
    }

    /** Of an operation that was just found written. */
    long key(long operation) {
        return lines.besides(entry(operation) + KEY);
    }

    /** Of an operation that was just found written. */
    long value(long operation) {
        return lines.besides(entry(operation) + VALUE);
    }

    private long entry(long operation) {
        return entries + (operation & (capacity - 1)) * SharedLines.LINE_BYTES;
    }

    long completedTail() {
        return lines.load(COMPLETED);
    }

    /** From now on readers have to see all before that. */
    void complete(long end) {
        long completed = completedTail();
        while (completed < end && !lines.compareAndSet(COMPLETED, completed, end)) {
            completed = completedTail();
        }
    }

    long localTail(int replica) {
        return lines.load(localTailOf(replica));
    }

    void localTail(int replica, long end) {
        lines.store(localTailOf(replica), end);
    }

    private static long localTailOf(int replica) {
        return LOCAL_TAILS + replica * SharedLines.LINE_BYTES;
    }
}
