package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** The capability to make pools of address-space identifiers. */
public final class AsidControl extends Handle {
    public AsidControl(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /**
     * A new pool of 512 identifiers; seL4: {@code seL4_X86_ASIDControl_MakePool}.
     *
     * @param untyped of 4 KiB, without children; used up
     */
    public Sel4Error makePool(Untyped untyped, AbsoluteCPtr destination) {
        IpcBuffer ipc = mrs(destination.index(), destination.depth());
        ipc.cap(0, untyped.cptr);
        ipc.cap(1, destination.root().cptr());
        return invoke(InvocationLabel.ASID_CONTROL_MAKE_POOL, 2, 2);
    }
}
