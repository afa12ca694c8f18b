package io.atoll.kernel.capability;

import io.atoll.kernel.object.KernelObject;

/** A doorbell: raises one line of one core of the machine (RFC-17). Both are fixed at creation. */
public final class SgiSignalCapability extends Capability {
    /** Number of the core in the machine. */
    public final int targetCore;

    public final int irq;

    public SgiSignalCapability(int targetCore, int irq) {
        this.targetCore = targetCore;
        this.irq = irq;
    }

    @Override
    public KernelObject object() {
        return null;
    }

    @Override
    public boolean sameObjectAs(Capability other) {
        return other instanceof SgiSignalCapability sgi
                && sgi.targetCore == targetCore
                && sgi.irq == irq;
    }
}
