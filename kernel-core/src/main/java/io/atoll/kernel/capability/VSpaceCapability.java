package io.atoll.kernel.capability;

import io.atoll.kernel.object.VSpaceObject;

/** Names the root of an address space. */
public final class VSpaceCapability extends Capability {
    public final VSpaceObject vspace;

    public VSpaceCapability(VSpaceObject vspace) {
        this.vspace = vspace;
    }

    @Override
    public VSpaceObject object() {
        return vspace;
    }
}
