package io.atoll.kernel.capability;

import io.atoll.kernel.object.KernelObject;

/** The right to configure scheduling contexts for one core. */
public final class SchedControlCapability extends Capability {
    /** Index of the core in its image. */
    public final int coreIndex;

    public SchedControlCapability(int coreIndex) {
        this.coreIndex = coreIndex;
    }

    @Override
    public KernelObject object() {
        return null;
    }

    @Override
    public boolean sameObjectAs(Capability other) {
        return other instanceof SchedControlCapability;
    }
}
