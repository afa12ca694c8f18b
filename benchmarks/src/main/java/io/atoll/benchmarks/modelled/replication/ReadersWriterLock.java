package io.atoll.benchmarks.modelled.replication;

import io.atoll.kernel.api.Sel4;

/**
 * A lock of readers and one writer in one word, which all of them change: readers do not exclude
 * each other, and wait for each other's line all the same. Prefers readers, who add themselves
 * without looking first, as glibc's does. Who cannot have it looks again after a while, longer each
 * time, up to what being put to sleep and woken by an operating system takes.
 *
 * <p>Zero is a free lock; readers are counted, a writer adds {@link #WRITER}. Blocking.
 */
final class ReadersWriterLock {
    private static final long WRITER = 1L << 32;
    private static final int PAUSE_CYCLES = 50;
    private static final int MOST_PAUSE_CYCLES = 25_600;

    private final SharedLines lines;
    private final long word;

    /**
     * @param word its offset
     */
    ReadersWriterLock(SharedLines lines, long word) {
        this.lines = lines;
        this.word = word;
    }

    void acquireToRead(Sel4 sel4) {
        int pause = PAUSE_CYCLES;
        while (lines.add(word, 1) >= WRITER) {
            lines.add(word, -1);
            do {
                pause = paused(sel4, pause);
            } while (lines.load(word) >= WRITER);
        }
    }

    void releaseRead() {
        lines.add(word, -1);
    }

    void acquireToWrite(Sel4 sel4) {
        int pause = PAUSE_CYCLES;
        while (!lines.compareAndSet(word, 0, WRITER)) {
            do {
                pause = paused(sel4, pause);
            } while (lines.load(word) != 0);
        }
    }

    void releaseWrite() {
        lines.add(word, -WRITER);
    }

    private static int paused(Sel4 sel4, int pause) {
        sel4.compute(pause);
        return Math.min(2 * pause, MOST_PAUSE_CYCLES);
    }
}
