package io.atoll.benchmarks.modelled.replication;

import java.lang.foreign.MemorySegment;

/**
 * Where the threads of a replica say what they want done, and find what came of it; and the lock of
 * the combiner, who does it for all of them (D. Hendler, I. Incze, N. Shavit, M. Tzafrir, "Flat
 * combining and the synchronization-parallelism tradeoff", SPAA 2010).
 *
 * <pre>
 *   line 0         1 if there is a combiner
 *   line 1 + t     of thread t: 1 while it waits, key, value; then 0, and what was there before
 * </pre>
 *
 * <p>Zeroed memory has no wishes. Wait-free; who waits is {@link NodeReplicatedMap}.
 */
final class Publications {
    private static final long COMBINER = 0;
    private static final long KEY = SharedLines.WORD_BYTES;
    private static final long VALUE = 2 * SharedLines.WORD_BYTES;

    private final SharedLines lines;

    Publications(MemorySegment memory) {
        this.lines = new SharedLines(memory);
    }

    static long byteSize(int threads) {
        return (1 + threads) * SharedLines.LINE_BYTES;
    }

    private static long lineOf(int thread) {
        return (1 + thread) * SharedLines.LINE_BYTES;
    }

    boolean becomeCombiner() {
        return lines.load(COMBINER) == 0 && lines.compareAndSet(COMBINER, 0, 1);
    }

    void leaveCombiner() {
        lines.store(COMBINER, 0);
    }

    void publish(int thread, long key, long value) {
        lines.prepare(lineOf(thread) + KEY, key);
        lines.prepare(lineOf(thread) + VALUE, value);
        lines.store(lineOf(thread), 1);
    }

    boolean isWaiting(int thread) {
        return lines.load(lineOf(thread)) != 0;
    }

    /** Of a thread that was just found waiting. */
    long key(int thread) {
        return lines.besides(lineOf(thread) + KEY);
    }

    /** Of a thread that was just found waiting. */
    long value(int thread) {
        return lines.besides(lineOf(thread) + VALUE);
    }

    void answer(int thread, long before) {
        lines.prepare(lineOf(thread) + VALUE, before);
        lines.store(lineOf(thread), 0);
    }

    /** Of a thread that was just found not to wait any more. */
    long answer(int thread) {
        return value(thread);
    }
}
