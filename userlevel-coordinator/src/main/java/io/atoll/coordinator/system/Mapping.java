package io.atoll.coordinator.system;

/**
 * A memory region in the address space of a protection domain; the {@code map} element.
 *
 * @param region name of the region
 * @param virtualAddress where it begins
 * @param permissions letters of {@code r}, {@code w}, {@code x}, in this order
 * @param cached whether the mapping is cached on real hardware; no effect here
 * @param setvarVirtualAddress symbol that receives the address, or empty
 * @param setvarSize symbol that receives the region's size, or empty
 * @param setvarPrefillSize symbol that receives the size of the pre-fill, or empty
 * @param position where the element begins
 */
public record Mapping(
        String region,
        long virtualAddress,
        String permissions,
        boolean cached,
        String setvarVirtualAddress,
        String setvarSize,
        String setvarPrefillSize,
        Position position) {

    /** Whether the domain may read. */
    public boolean isReadable() {
        return permissions.indexOf('r') >= 0;
    }

    /** Whether the domain may write. */
    public boolean isWritable() {
        return permissions.indexOf('w') >= 0;
    }

    /** Whether the domain may execute. */
    public boolean isExecutable() {
        return permissions.indexOf('x') >= 0;
    }

    Mapping withoutPosition() {
        return new Mapping(
                region,
                virtualAddress,
                permissions,
                cached,
                setvarVirtualAddress,
                setvarSize,
                setvarPrefillSize,
                Position.NONE);
    }
}
