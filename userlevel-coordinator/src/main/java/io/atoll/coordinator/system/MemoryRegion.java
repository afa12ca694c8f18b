package io.atoll.coordinator.system;

import java.util.OptionalLong;

/**
 * Zeroed or pre-filled memory that protection domains map.
 *
 * @param name unique name
 * @param sizeBytes size, a multiple of the page size
 * @param pageSizeBytes {@link #SMALL_PAGE_BYTES} or {@link #LARGE_PAGE_BYTES}; without a wish in
 *     the source, the largest that fits every use
 * @param physicalAddress fixed physical address, if asked for
 * @param prefillPath file whose content the region starts with, or empty
 * @param prefillBootInfo boot information the region would hold on real hardware, or empty
 * @param position where the element begins
 */
public record MemoryRegion(
        String name,
        long sizeBytes,
        long pageSizeBytes,
        OptionalLong physicalAddress,
        String prefillPath,
        String prefillBootInfo,
        Position position) {
    /** Bytes of a small page. */
    public static final long SMALL_PAGE_BYTES = 0x1000;

    /** Bytes of a large page. */
    public static final long LARGE_PAGE_BYTES = 0x20_0000;

    /** Size or page size that the source left to Atoll; never in a checked description. */
    static final long UNDECIDED = Long.MIN_VALUE;

    /** Page size by which addresses must be aligned, as far as it is decided. */
    long alignmentBytes() {
        return pageSizeBytes == UNDECIDED ? SMALL_PAGE_BYTES : pageSizeBytes;
    }

    MemoryRegion withSizes(long newSizeBytes, long newPageSizeBytes) {
        return new MemoryRegion(
                name,
                newSizeBytes,
                newPageSizeBytes,
                physicalAddress,
                prefillPath,
                prefillBootInfo,
                position);
    }

    MemoryRegion withoutPosition() {
        return new MemoryRegion(
                name,
                sizeBytes,
                pageSizeBytes,
                physicalAddress,
                prefillPath,
                prefillBootInfo,
                Position.NONE);
    }
}
