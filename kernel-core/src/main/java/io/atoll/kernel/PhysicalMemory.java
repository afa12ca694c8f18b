package io.atoll.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The memory of an image: regions of emulated physical addresses with real memory behind them.
 *
 * @param regions disjoint, in the order in which BootInfo lists their untypeds
 */
public record PhysicalMemory(List<Region> regions) {

    /**
     * One region.
     *
     * @param address emulated physical address, a multiple of 4096
     * @param isDevice shared with other kernels: device untyped
     * @param memory what stands behind it; a multiple of 4096 bytes, all zero unless it is device
     *     memory: the kernel clears memory before it is used again, not before it is used first
     */
    public record Region(long address, boolean isDevice, MemorySegment memory) {
        public Region {
            if (address % 4096 != 0 || memory.byteSize() % 4096 != 0) {
                throw new IllegalArgumentException(
                        "region at 0x%x of %d bytes is not made of whole pages of 4096 bytes"
                                .formatted(address, memory.byteSize()));
            }
        }

        boolean contains(long start, long byteSize) {
            return start >= address && start + byteSize <= address + memory.byteSize();
        }
    }

    /** The memory behind an address range that lies within one region. */
    public MemorySegment slice(long address, long byteSize) {
        for (Region region : regions) {
            if (region.contains(address, byteSize)) {
                return region.memory.asSlice(address - region.address, byteSize);
            }
        }
        throw new IllegalStateException("no memory at 0x%x".formatted(address));
    }
}
