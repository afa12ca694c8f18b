package io.atoll.benchmarks.modelled.replication;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.kernel.api.Sel4;

import org.agrona.collections.Long2LongHashMap;

import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/**
 * A map with a replica on each node (I. Calciu, S. Sen, M. Balakrishnan, M. Aguilera, "Black-box
 * concurrent data structures for NUMA architectures", ASPLOS 2017). This object is one replica, for
 * the threads of its node; the replicas share a log of what changes the map.
 *
 * <pre>
 *   threads of node 0       log, in shared memory      threads of node 1
 *   publish ─▶ combiner 0 ─▶ reserve and write ◀─ combiner 1 ◀─ publish
 *                  ◀──────── apply, all in order ────────▶
 *   read ◀──── replica 0                           replica 1 ────▶ read
 * </pre>
 *
 * <p>A thread that changes something publishes it, and waits; one of the waiting threads becomes
 * the combiner, appends what all of them published to the log, applies the log up to there to the
 * replica, and answers all. A thread that reads looks which operations can be seen anywhere (the
 * log's completed tail), sees to it that its replica has them, and reads there. So a read that
 * begins after a change was answered, or read anywhere, sees it, on whatever node.
 *
 * <p>Blocking: a change waits for the combiner of its node, that for combiners that have reserved
 * places before its own, and, where the log is full, for the slowest replica, so each replica needs
 * a thread that goes on using it. Reads wait for a combiner and never for each other.
 */
public class NodeReplicatedMap implements SharedMap {
    /** Looks at one's own line before one looks whether there is still a combiner. */
    private static final int PATIENCE_LOOKS = 1_000;

    private final OperationLog log;
    private final int replica;
    private final int threads;
    private final MapCosts costs;
    private final Publications publications;
    private final ReaderFlags readers;

    // Of the combiner.

    private final Long2LongHashMap map = new Long2LongHashMap(NOTHING);
    private final int[] batchThreads;
    private final long[] batchAnswers;
    private long applied;

    /**
     * @param memory shared by all replicas, zeroed before the first of them is made, and of {@link
     *     #byteSize}
     * @param replica number of this one, from 0
     * @param threads how many use each replica at most
     * @param logCapacity a power of two
     */
    public NodeReplicatedMap(
            MemorySegment memory,
            int replicas,
            int replica,
            int threads,
            int logCapacity,
            MapCosts costs) {
        if (logCapacity < replicas * threads) {
            throw new IllegalArgumentException(
                    "a log of %d operations is too short for %d threads"
                            .formatted(logCapacity, replicas * threads));
        }
        this.log = new OperationLog(memory, replicas, logCapacity);
        this.replica = replica;
        this.threads = threads;
        this.costs = costs;
        long own = OperationLog.byteSize(replicas, logCapacity) + replica * ownBytes(threads);
        this.publications = new Publications(memory.asSlice(own));
        this.readers =
                new ReaderFlags(memory.asSlice(own + Publications.byteSize(threads)), threads);
        this.batchThreads = new int[threads];
        this.batchAnswers = new long[threads];
    }

    /** Shared memory of all replicas together. */
    public static long byteSize(int replicas, int threads, int logCapacity) {
        return OperationLog.byteSize(replicas, logCapacity) + replicas * ownBytes(threads);
    }

    private static long ownBytes(int threads) {
        return Publications.byteSize(threads) + ReaderFlags.byteSize(threads);
    }

    @Override
    public long get(Sel4 sel4, int thread, long key) {
        catchUp(sel4, log.completedTail());
        readers.enter(thread);
        sel4.compute(costs.lookupCycles());
        long value = map.get(key);
        readers.leave(thread);
        return value;
    }

    /** Waits until this replica has all operations before that one. */
    void catchUp(Sel4 sel4, long end) {
        helpUntil(sel4, () -> log.localTail(replica) >= end);
    }

    @Override
    public long put(Sel4 sel4, int thread, long key, long value) {
        publications.publish(thread, key, value);
        helpUntil(sel4, () -> !publications.isWaiting(thread));
        return publications.answer(thread);
    }

    /** Waits for a combiner, and is it whenever there is none. */
    private void helpUntil(Sel4 sel4, BooleanSupplier isDone) {
        while (!isDone.getAsBoolean()) {
            if (!combined(sel4)) {
                lookFor(isDone);
            }
        }
    }

    /** Looks for a while whether something has been done. */
    private static void lookFor(BooleanSupplier isDone) {
        SharedAccess.beginLooks();
        for (int left = PATIENCE_LOOKS; left > 0 && !isDone.getAsBoolean(); ) {
            Thread.onSpinWait();
            left -= 1 + SharedAccess.skipLooks(left - 1);
            SharedAccess.beginLooks();
        }
    }

    /** Does what a combiner does, unless there is one. */
    private boolean combined(Sel4 sel4) {
        if (!publications.becomeCombiner()) {
            return false;
        }
        int count = 0;
        for (int thread = 0; thread < threads; thread++) {
            if (publications.isWaiting(thread)) {
                batchThreads[count++] = thread;
            }
        }
        if (count == 0) {
            apply(sel4, log.completedTail(), Long.MAX_VALUE);
        } else {
            long first = append(sel4, count);
            apply(sel4, first + count, first);
            for (int i = 0; i < count; i++) {
                publications.answer(batchThreads[i], batchAnswers[i]);
            }
        }
        publications.leaveCombiner();
        return true;
    }

    private long append(Sel4 sel4, int count) {
        long first = log.reserve(count);
        if (!log.hasRoom(first + count)) {
            // Others may wait for this replica in the same way.
            apply(sel4, first, Long.MAX_VALUE);
            while (!log.hasRoom(first + count)) {
                Thread.onSpinWait();
            }
        }
        for (int i = 0; i < count; i++) {
            int thread = batchThreads[i];
            log.write(first + i, publications.key(thread), publications.value(thread));
        }
        return first;
    }

    /**
     * Applies all operations before one to the replica, with no reader in it.
     *
     * @param firstOwn the first of the batch
     */
    private void apply(Sel4 sel4, long end, long firstOwn) {
        if (applied >= end) {
            return;
        }
        readers.excludeReaders();
        for (; applied < end; applied++) {
            if (!log.isWritten(applied)) {
                // Who has reserved it may wait for room, and so for what this replica has applied.
                log.localTail(replica, applied);
                awaitWritten(applied);
            }
            sel4.compute(costs.updateCycles());
            long before = map.put(log.key(applied), log.value(applied));
            if (applied >= firstOwn) {
                batchAnswers[(int) (applied - firstOwn)] = before;
            }
        }
        log.localTail(replica, applied);
        // Before anybody can read here what was not answered yet: readers elsewhere are to see it.
        log.complete(applied);
        readers.admitReaders();
    }

    /** Waits for who has reserved an operation's place. */
    private void awaitWritten(long operation) {
        SharedLines.await(() -> log.isWritten(operation));
    }
}
