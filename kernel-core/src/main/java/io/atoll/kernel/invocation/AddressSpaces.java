package io.atoll.kernel.invocation;

import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.VSpaceObject;

/** The address space that an invocation maps something into: its first extra capability. */
final class AddressSpaces {
    private AddressSpaces() {}

    /** The root, or null if the capability is no root with an identifier. */
    static VSpaceCapability root(Invocation call) {
        return call.extraCapability(0) instanceof VSpaceCapability root && root.isAssigned()
                ? root
                : null;
    }

    /** Whether the root's identifier still stands for it; seL4: {@code findVSpaceForASID}. */
    static Sel4Error checkIdentifier(Invocation call, VSpaceCapability root) {
        VSpaceObject found = call.core.image.asids().find(root.asid);
        if (found == null) {
            call.core.lookup.invalidRoot();
            return call.failedLookup(false);
        }
        return found == root.vspace ? Sel4Error.NO_ERROR : call.invalidCapability(1);
    }
}
