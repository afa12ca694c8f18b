package io.atoll.kernel.capability;

import io.atoll.kernel.object.KernelObject;

/** The right to move threads between domains, and to say when which domain runs. */
public final class DomainCapability extends Capability {
    @Override
    public KernelObject object() {
        return null;
    }
}
