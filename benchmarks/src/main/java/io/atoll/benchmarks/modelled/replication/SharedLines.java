package io.atoll.benchmarks.modelled.replication;

import io.atoll.cluster.memory.SharedAccess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * Words of shared memory, each in a line with others that are used together. All accesses are
 * sequentially consistent, but for those of a word in a line that the thread has just loaded, or is
 * about to publish. Any thread; wait-free.
 */
final class SharedLines {
    static final long LINE_BYTES = 64;
    static final long WORD_BYTES = 8;

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment memory;

    /**
     * @param memory zeroed, at a multiple of {@value #LINE_BYTES}
     */
    SharedLines(MemorySegment memory) {
        this.memory = memory;
    }

    long load(long offset) {
        SharedAccess.beforeLoad(memory.address() + offset);
        return (long) WORD.getVolatile(memory, offset);
    }

    void store(long offset, long value) {
        SharedAccess.beforeStore(memory.address() + offset);
        WORD.setVolatile(memory, offset, value);
    }

    /** Adds, and returns what was there before. */
    long add(long offset, long delta) {
        SharedAccess.beforeStore(memory.address() + offset);
        return (long) WORD.getAndAdd(memory, offset, delta);
    }

    boolean compareAndSet(long offset, long expected, long value) {
        SharedAccess.beforeStore(memory.address() + offset);
        return WORD.compareAndSet(memory, offset, expected, value);
    }

    /** A word of the line that this thread has just loaded a word of. */
    long besides(long offset) {
        return (long) WORD.get(memory, offset);
    }

    /** A word of the line that this thread is about to store another word of. */
    void prepare(long offset, long value) {
        SharedAccess.beforeStore(memory.address() + offset);
        WORD.set(memory, offset, value);
    }

    /** Waits until others have changed words of shared memory; there is nothing else to do. */
    static void await(BooleanSupplier isChanged) {
        while (true) {
            SharedAccess.beginLooks();
            if (isChanged.getAsBoolean()) {
                return;
            }
            Thread.onSpinWait();
            SharedAccess.skipLooks(Integer.MAX_VALUE);
        }
    }
}
