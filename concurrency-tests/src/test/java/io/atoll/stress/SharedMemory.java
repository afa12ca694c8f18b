package io.atoll.stress;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Zeroed memory off the heap for the states of tests, given out round and round. A state lives
 * until the next round of its test at most, and there are far more slices than two rounds use.
 */
public final class SharedMemory {
    /** Bytes of a slice. */
    public static final long SLICE_BYTES = 2048;

    private static final int SLICES = 1 << 16;
    private static final MemorySegment MEMORY = Arena.global().allocate(SLICES * SLICE_BYTES, 128);
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private SharedMemory() {}

    /** The next slice, at a multiple of 128. */
    public static MemorySegment zeroed() {
        int slice = TAKEN.getAndIncrement() & (SLICES - 1);
        return MEMORY.asSlice(slice * SLICE_BYTES, SLICE_BYTES).fill((byte) 0);
    }
}
