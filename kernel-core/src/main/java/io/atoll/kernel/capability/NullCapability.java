package io.atoll.kernel.capability;

import io.atoll.kernel.object.KernelObject;

/** What an empty slot holds. */
public final class NullCapability extends Capability {
    static final NullCapability INSTANCE = new NullCapability();

    private NullCapability() {}

    @Override
    public KernelObject object() {
        return null;
    }

    @Override
    public boolean sameObjectAs(Capability other) {
        return false;
    }
}
