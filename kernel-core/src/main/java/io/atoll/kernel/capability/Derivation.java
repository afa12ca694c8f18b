package io.atoll.kernel.capability;

import io.atoll.kernel.api.Sel4Error;

/** What a copy of a capability is; seL4: {@code deriveCap}. */
public final class Derivation {
    private Derivation() {}

    /**
     * Whether {@code slot}'s capability may be copied now.
     *
     * @return {@link Sel4Error#REVOKE_FIRST} for an untyped that has children, {@link
     *     Sel4Error#ILLEGAL_OPERATION} for a table that is not mapped or a root without identifier
     */
    public static Sel4Error check(Slot slot) {
        if (!slot.capability.canBeCopied()) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        return slot.capability instanceof UntypedCapability && DerivationTree.hasChildren(slot)
                ? Sel4Error.REVOKE_FIRST
                : Sel4Error.NO_ERROR;
    }

    /**
     * The copy, or {@link Capability#NULL} if the kind cannot be copied. A copied frame capability
     * is not mapped: every capability has its own mapping.
     */
    public static Capability derive(Capability capability) {
        return switch (capability) {
            case IrqControlCapability _, ZombieCapability _ -> Capability.NULL;
            case FrameCapability frame -> frame.unmapped();
            default -> capability;
        };
    }
}
