package io.atoll.kernel.object;

import io.atoll.kernel.footprint.KernelState;

/**
 * Anything that a capability can name and that takes memory from an untyped. Guarded, as all kernel
 * state, by the kernel being entered by one core at a time.
 */
public abstract class KernelObject extends KernelState {
    /** Emulated physical address, bytes. */
    public final long address;

    /** log2 of the bytes it takes. */
    public final int sizeBits;

    KernelObject(long address, int sizeBits) {
        this.address = address;
        this.sizeBits = sizeBits;
    }

    @Override
    public String toString() {
        return "%s@0x%x".formatted(getClass().getSimpleName(), address);
    }
}
