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

    public long byteSize() {
        return 1L << sizeBits;
    }

    /** Where in the frame a virtual address lies at which it is mapped. */
    public long offset(long virtualAddress) {
        return virtualAddress & (byteSize() - 1);
    }

    /** Bytes from that virtual address to the end of the frame. */
    public long bytesFrom(long virtualAddress) {
        return byteSize() - offset(virtualAddress);
    }
}
