package io.atoll.kernel.object;

import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.capability.SlotTable;

/** A table of 2^radix capability slots. */
public final class CNodeObject extends KernelObject {
    public final int radixBits;
    public final SlotTable slots;

    public CNodeObject(long address, int radixBits) {
        super(address, radixBits + ObjectType.SLOT_BITS);
        this.radixBits = radixBits;
        this.slots = new SlotTable(1 << radixBits);
    }
}
