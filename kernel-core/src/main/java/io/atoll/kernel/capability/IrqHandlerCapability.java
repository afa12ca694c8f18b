package io.atoll.kernel.capability;

import io.atoll.kernel.object.KernelObject;

/** Names one interrupt line. */
public final class IrqHandlerCapability extends Capability {
    public final int irq;

    public IrqHandlerCapability(int irq) {
        this.irq = irq;
    }

    @Override
    public KernelObject object() {
        return null;
    }

    @Override
    public boolean sameObjectAs(Capability other) {
        return other instanceof IrqHandlerCapability handler && handler.irq == irq;
    }
}
