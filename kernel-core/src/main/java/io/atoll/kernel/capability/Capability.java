package io.atoll.kernel.capability;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.object.KernelObject;

/**
 * An immutable capability. The defaults here are those of a capability without rights, badge or
 * data that names one object; the kinds that differ override them. The rules are those of seL4's
 * {@code objecttype.c}: {@code sameRegionAs}, {@code sameObjectAs}, {@code maskCapRights}, {@code
 * updateCapData}.
 */
public abstract sealed class Capability
        permits AsidControlCapability,
                AsidPoolCapability,
                CNodeCapability,
                DomainCapability,
                EndpointCapability,
                FrameCapability,
                IrqControlCapability,
                IrqHandlerCapability,
                NotificationCapability,
                NullCapability,
                PagingTableCapability,
                ReplyCapability,
                SchedContextCapability,
                SchedControlCapability,
                SgiSignalCapability,
                ThreadCapability,
                UntypedCapability,
                VSpaceCapability,
                ZombieCapability {

    /** The empty slot's content. */
    public static final Capability NULL = NullCapability.INSTANCE;

    /** The object named, or null if the kind names none. */
    public abstract KernelObject object();

    /**
     * True if {@code other} lies within what this capability covers, so that it can be its parent.
     */
    boolean coversRegionOf(Capability other) {
        return sameObjectAs(other);
    }

    /** True if both name the same object, so that neither is its last capability. */
    public boolean sameObjectAs(Capability other) {
        return getClass() == other.getClass() && object() == other.object();
    }

    /** This capability with no more than these rights. */
    public Capability masked(CapRights rights) {
        return this;
    }

    /**
     * This capability with a data word applied: a badge, or a guard.
     *
     * @param preserve the capability moves rather than being copied
     * @return {@link #NULL} if that is not possible
     */
    public Capability withData(boolean preserve, long data) {
        return this;
    }

    /** False for a root or table that is not in use yet: it cannot be copied. */
    boolean canBeCopied() {
        return true;
    }

    /** True if a copy {@code derived} of this one can have children of its own. */
    boolean isRevocableCopy(Capability derived) {
        return false;
    }

    @Override
    public String toString() {
        return getClass()
                        .getSimpleName()
                        .replace("Capability", "")
                        .toLowerCase(java.util.Locale.ROOT)
                + (object() == null ? "" : "[" + object() + "]");
    }
}
