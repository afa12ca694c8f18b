package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** A capability to a frame of memory, 4 KiB or 2 MiB. */
public final class Frame extends Handle {
    public Frame(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /**
     * Maps the frame; seL4: {@code seL4_X86_Page_Map}. Mapping again at the same place changes the
     * rights. Without the tables above the page, the answer is {@code FAILED_LOOKUP} with the
     * number of address bits that were left to resolve: {@link PagingTable#typeMissing}.
     *
     * @param address multiple of the frame's size
     */
    public Sel4Error map(VSpace vspace, long address, CapRights rights) {
        mrs(address, rights.word(), 0).cap(0, vspace.cptr);
        return invoke(InvocationLabel.PAGE_MAP, 1, 3);
    }

    /** Undoes this capability's mapping, if it has one; seL4: {@code seL4_X86_Page_Unmap}. */
    public Sel4Error unmap() {
        return invoke(InvocationLabel.PAGE_UNMAP);
    }

    /** The emulated physical address; message word 0. seL4: {@code seL4_X86_Page_GetAddress}. */
    public long physicalAddress() {
        invoke(InvocationLabel.PAGE_GET_ADDRESS).orThrow();
        return sel4.ipc().mr(0);
    }
}
