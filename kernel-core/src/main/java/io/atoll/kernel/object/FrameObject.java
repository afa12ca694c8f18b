package io.atoll.kernel.object;

import java.lang.foreign.MemorySegment;

/** A frame of memory that programs can map. */
public final class FrameObject extends KernelObject {
    /** The frame's bytes. */
    public final MemorySegment memory;

    public FrameObject(long address, int sizeBits, MemorySegment memory) {
        super(address, sizeBits);
        this.memory = memory;
    }
}
