package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** A capability to a pool of address-space identifiers. */
public final class AsidPool extends Handle {
    public AsidPool(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /** Gives a new root an identifier; seL4: {@code seL4_X86_ASIDPool_Assign}. */
    public Sel4Error assign(VSpace vspace) {
        sel4.ipc().cap(0, vspace.cptr);
        return invoke(InvocationLabel.ASID_POOL_ASSIGN, 1, 0);
    }
}
