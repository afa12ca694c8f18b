package io.atoll.kernel.capability;

import io.atoll.kernel.object.KernelObject;

/** The right to make pools of address-space identifiers. */
public final class AsidControlCapability extends Capability {
    @Override
    public KernelObject object() {
        return null;
    }

    @Override
    public boolean sameObjectAs(Capability other) {
        return other instanceof AsidControlCapability;
    }
}
