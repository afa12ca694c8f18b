package io.atoll.benchmarks.modelled.replication;

import java.lang.foreign.MemorySegment;

/**
 * A lock of readers and one writer, for many readers: each has a line of its own, so readers never
 * wait for each other. The writer says that it comes, and then looks at every reader's line.
 * Readers wait for a writer that has said so, the writer for readers that were there before.
 *
 * <pre>
 *   line 0         1 if there is a writer
 *   line 1 + t     1 if thread t reads
 * </pre>
 *
 * <p>A reader stores its flag and then looks for a writer, a writer stores its own and then looks
 * for readers: both sequentially consistent, so at least one sees the other. Zeroed memory is a
 * free lock.
 */
final class ReaderFlags {
    private static final long WRITER = 0;

    private final SharedLines lines;
    private final int threads;

    ReaderFlags(MemorySegment memory, int threads) {
        this.lines = new SharedLines(memory);
        this.threads = threads;
    }

    static long byteSize(int threads) {
        return (1 + threads) * SharedLines.LINE_BYTES;
    }

    private static long flagOf(int thread) {
        return (1 + thread) * SharedLines.LINE_BYTES;
    }

    void enter(int thread) {
        while (true) {
            lines.store(flagOf(thread), 1);
            if (lines.load(WRITER) == 0) {
                return;
            }
            lines.store(flagOf(thread), 0);
            SharedLines.await(() -> lines.load(WRITER) == 0);
        }
    }

    void leave(int thread) {
        lines.store(flagOf(thread), 0);
    }

    /** The writer, of which there is one at a time: waits until nobody reads. */
    void excludeReaders() {
        lines.store(WRITER, 1);
        for (int thread = 0; thread < threads; thread++) {
            long flag = flagOf(thread);
            SharedLines.await(() -> lines.load(flag) == 0);
        }
    }

    void admitReaders() {
        lines.store(WRITER, 0);
    }
}
