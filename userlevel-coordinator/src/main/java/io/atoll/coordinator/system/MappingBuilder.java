package io.atoll.coordinator.system;

/** Details of a mapping for {@link ProtectionDomainBuilder}. Not thread-safe. */
public final class MappingBuilder {
    private final String region;
    private final long virtualAddress;
    private final Position position;
    private String permissions = "rw";
    private boolean cached = true;
    private String setvarVirtualAddress = "";
    private String setvarSize = "";
    private String setvarPrefillSize = "";

    MappingBuilder(String region, long virtualAddress, Position position) {
        this.region = region;
        this.virtualAddress = virtualAddress;
        this.position = position;
    }

    /** Letters of {@code r}, {@code w}, {@code x}; otherwise {@code rw}. */
    public MappingBuilder permissions(String letters) {
        permissions = letters;
        return this;
    }

    /** Uncached on real hardware. */
    public MappingBuilder uncached() {
        cached = false;
        return this;
    }

    /** Names the symbol that receives the address. */
    public MappingBuilder setvarVirtualAddress(String symbol) {
        setvarVirtualAddress = symbol;
        return this;
    }

    /** Names the symbol that receives the region's size. */
    public MappingBuilder setvarSize(String symbol) {
        setvarSize = symbol;
        return this;
    }

    /** Names the symbol that receives the length of the pre-fill. */
    public MappingBuilder setvarPrefillSize(String symbol) {
        setvarPrefillSize = symbol;
        return this;
    }

    Mapping build() {
        return new Mapping(
                region,
                virtualAddress,
                permissions,
                cached,
                setvarVirtualAddress,
                setvarSize,
                setvarPrefillSize,
                position);
    }
}
