package io.atoll.kernel.capability;

import io.atoll.kernel.object.VSpaceObject;

/**
 * Names the root of an address space. It can be used, and copied, once it has been assigned an
 * identifier ({@code ASIDPool_Assign}).
 */
public final class VSpaceCapability extends Capability {
    public final VSpaceObject vspace;

    /** The address space's identifier; 0 if it has none. */
    public final int asid;

    public VSpaceCapability(VSpaceObject vspace, int asid) {
        this.vspace = vspace;
        this.asid = asid;
    }

    public boolean isAssigned() {
        return asid != 0;
    }

    @Override
    public VSpaceObject object() {
        return vspace;
    }

    @Override
    boolean canBeCopied() {
        return isAssigned();
    }
}
