package io.atoll.coordinator.system;

import java.util.OptionalLong;

/** Details of a memory region for {@link SystemBuilder}. Not thread-safe. */
public final class MemoryRegionBuilder {
    private final String name;
    private final Position position;
    private long sizeBytes = MemoryRegion.UNDECIDED;
    private long pageSizeBytes = MemoryRegion.UNDECIDED;
    private OptionalLong physicalAddress = OptionalLong.empty();
    private String prefillPath = "";

    MemoryRegionBuilder(String name, Position position) {
        this.name = name;
        this.position = position;
    }

    /** Size; a region pre-filled from a file may go without, and is as large as the file. */
    public MemoryRegionBuilder sizeBytes(long bytes) {
        sizeBytes = bytes;
        return this;
    }

    /** Page size, 0x1000 or 0x20_0000; otherwise the largest that fits every use. */
    public MemoryRegionBuilder pageSizeBytes(long bytes) {
        pageSizeBytes = bytes;
        return this;
    }

    /** Fixed physical address. */
    public MemoryRegionBuilder physicalAddress(long address) {
        physicalAddress = OptionalLong.of(address);
        return this;
    }

    /** File with the initial content. */
    public MemoryRegionBuilder prefillPath(String path) {
        prefillPath = path;
        return this;
    }

    MemoryRegion build() {
        return new MemoryRegion(
                name, sizeBytes, pageSizeBytes, physicalAddress, prefillPath, "", position);
    }
}
