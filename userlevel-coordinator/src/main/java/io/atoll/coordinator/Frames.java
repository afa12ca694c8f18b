package io.atoll.coordinator;

import io.atoll.coordinator.system.MemoryRegion;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.cap.VSpace;

/**
 * Frames that lie one after the other in physical memory, by capabilities in consecutive slots.
 * Every mapping takes a copy of its own.
 *
 * @param firstCptr CPtr of the first
 * @param isLarge 2 MiB each instead of 4 KiB
 */
record Frames(long firstCptr, int count, boolean isLarge) {
    private static final int SMALL_BITS = 12;
    private static final int LARGE_BITS = 21;

    /** Frames over new memory, zeroed. */
    static Frames allocate(ObjectAllocator objects, long byteSize, boolean isLarge) {
        int frameBits = isLarge ? LARGE_BITS : SMALL_BITS;
        // One untyped for all: only so they are contiguous.
        int sizeBits = Math.max(frameBits, Long.SIZE - Long.numberOfLeadingZeros(byteSize - 1));
        long untyped = objects.make(ObjectType.UNTYPED, sizeBits);
        return cut(objects, untyped, byteSize, isLarge);
    }

    /** Frames over the first bytes of an untyped that nothing was made from. */
    static Frames cut(ObjectAllocator objects, long untyped, long byteSize, boolean isLarge) {
        int frameBits = isLarge ? LARGE_BITS : SMALL_BITS;
        int count = (int) Math.ceilDiv(byteSize, 1L << frameBits);
        ObjectType type = isLarge ? ObjectType.LARGE_PAGE : ObjectType.SMALL_PAGE;
        return new Frames(objects.makeFrom(untyped, type, count), count, isLarge);
    }

    static boolean isLarge(MemoryRegion region) {
        return region.pageSizeBytes() == MemoryRegion.LARGE_PAGE_BYTES;
    }

    /** Maps all of them from {@code vaddr} on. */
    void map(ObjectAllocator objects, VSpace vspace, long vaddr, CapRights rights) {
        int frameBits = isLarge ? LARGE_BITS : SMALL_BITS;
        for (int i = 0; i < count; i++) {
            long copy = objects.copy(firstCptr + i, CapRights.ALL);
            objects.map(copy, vspace, vaddr + ((long) i << frameBits), rights);
        }
    }

    /** Some of them. */
    Frames part(int first, int partCount) {
        return new Frames(firstCptr + first, partCount, isLarge);
    }
}
