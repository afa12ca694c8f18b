package io.atoll.benchmarks.modelled.workloads;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A lock of user programs in a word of shared memory: test, then test and set. For programs of a
 * simulated machine, where what is between two accesses is one step.
 */
final class SpinLock {
    private static final int PAUSE_CYCLES = 20;
    private static final int MOST_PAUSE_CYCLES = 640;

    private final MemorySegment word;

    SpinLock(MemorySegment word) {
        this.word = word;
    }

    void acquire(Sel4 sel4) {
        int pause = PAUSE_CYCLES;
        while (true) {
            SharedAccess.beforeLoad(word.address());
            if (isFree()) {
                SharedAccess.beforeStore(word.address());
                if (isFree()) {
                    word.set(ValueLayout.JAVA_LONG, 0, 1);
                    return;
                }
            }
            sel4.compute(pause);
            pause = Math.min(2 * pause, MOST_PAUSE_CYCLES);
        }
    }

    private boolean isFree() {
        return word.get(ValueLayout.JAVA_LONG, 0) == 0;
    }

    void release() {
        SharedAccess.beforeStore(word.address());
        word.set(ValueLayout.JAVA_LONG, 0, 0);
    }
}
