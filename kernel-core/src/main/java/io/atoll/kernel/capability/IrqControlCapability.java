package io.atoll.kernel.capability;

import io.atoll.kernel.object.KernelObject;

/** The right to hand out interrupt lines and doorbells. */
public final class IrqControlCapability extends Capability {
    @Override
    public KernelObject object() {
        return null;
    }

    /** Parent of every handler. */
    @Override
    boolean coversRegionOf(Capability other) {
        return other instanceof IrqControlCapability
                || other instanceof IrqHandlerCapability
                || other instanceof SgiSignalCapability;
    }

    @Override
    public boolean sameObjectAs(Capability other) {
        return other instanceof IrqControlCapability;
    }

    @Override
    boolean isRevocableCopy(Capability derived) {
        return derived instanceof IrqHandlerCapability;
    }
}
