package io.atoll.kernel.capability;

import io.atoll.kernel.object.KernelObject;

/**
 * Names a power-of-two range of memory not yet made into objects. The watermark is part of the
 * capability, as in seL4: memory below it is in use, or was.
 */
public final class UntypedCapability extends Capability {
    /** Smallest untyped, log2 of bytes. */
    public static final int MIN_SIZE_BITS = 4;

    /** Largest untyped, log2 of bytes (x86-64). */
    public static final int MAX_SIZE_BITS = 47;

    public final long address;
    public final int sizeBits;
    public final boolean isDevice;

    /** Bytes from {@link #address} that are in use. */
    public final long watermark;

    public UntypedCapability(long address, int sizeBits, boolean isDevice, long watermark) {
        this.address = address;
        this.sizeBits = sizeBits;
        this.isDevice = isDevice;
        this.watermark = watermark;
    }

    @Override
    public KernelObject object() {
        return null;
    }

    public long byteSize() {
        return 1L << sizeBits;
    }

    public UntypedCapability withWatermark(long bytes) {
        return new UntypedCapability(address, sizeBits, isDevice, bytes);
    }

    /** No more memory can be taken through this capability. */
    public UntypedCapability full() {
        return withWatermark(byteSize());
    }

    boolean sameRangeAs(Capability other) {
        return other instanceof UntypedCapability untyped
                && untyped.address == address
                && untyped.sizeBits == sizeBits;
    }

    /** Covers what its memory was made into, untypeds included. */
    @Override
    boolean coversRegionOf(Capability other) {
        if (other instanceof UntypedCapability untyped) {
            return covers(untyped.address, untyped.sizeBits);
        }
        return other.object() != null && covers(other.object().address, other.object().sizeBits);
    }

    private boolean covers(long otherAddress, int otherSizeBits) {
        long last = address + byteSize() - 1;
        long otherLast = otherAddress + (1L << otherSizeBits) - 1;
        return Long.compareUnsigned(address, otherAddress) <= 0
                && Long.compareUnsigned(otherLast, last) <= 0;
    }

    /** Untypeds have no object to clean up: no copy is ever the last. */
    @Override
    public boolean sameObjectAs(Capability other) {
        return false;
    }

    @Override
    boolean isRevocableCopy(Capability derived) {
        return derived instanceof UntypedCapability;
    }

    @Override
    public String toString() {
        return "untyped[0x%x %d bits%s, 0x%x used]"
                .formatted(address, sizeBits, isDevice ? " device" : "", watermark);
    }
}
