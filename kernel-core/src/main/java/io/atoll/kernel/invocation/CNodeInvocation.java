package io.atoll.kernel.invocation;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.Deletion;
import io.atoll.kernel.capability.Derivation;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.ipc.Cancellation;

/** CNode: copying, moving, deleting and revoking capabilities ({@code sel4-api} 2.8). */
final class CNodeInvocation {
    private CNodeInvocation() {}

    static Sel4Error decode(Invocation call, CNodeCapability root) {
        int label = call.label();
        if (label < InvocationLabel.CNODE_REVOKE || label > InvocationLabel.CNODE_ROTATE) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (call.isShorterThan(2, 0)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        Slot destination = call.lookUpSlot(root, call.arg(0), call.arg(1), false);
        if (destination == null) {
            return call.lookupError;
        }
        return switch (label) {
            case InvocationLabel.CNODE_REVOKE ->
                    call.completed(Deletion.revoke(call.core, destination));
            case InvocationLabel.CNODE_DELETE ->
                    call.completed(Deletion.delete(call.core, destination));
            case InvocationLabel.CNODE_CANCEL_BADGED_SENDS -> cancelBadgedSends(call, destination);
            case InvocationLabel.CNODE_ROTATE -> rotate(call, destination);
            default -> transfer(call, label, destination);
        };
    }

    private static Sel4Error cancelBadgedSends(Invocation call, Slot slot) {
        if (!(slot.capability instanceof EndpointCapability cap)
                || !cap.rights().equals(CapRights.ALL)) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (cap.badge != 0) {
            Cancellation.cancelBadgedSends(call.core, cap.endpoint, cap.badge);
        }
        return Sel4Error.NO_ERROR;
    }

    /**
     * Copy, Mint, Move and Mutate. An occupied destination is found before the source is looked at.
     */
    private static Sel4Error transfer(Invocation call, int label, Slot destination) {
        if (call.isShorterThan(4, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        if (!destination.isEmpty()) {
            return Sel4Error.DELETE_FIRST;
        }
        long sourceDepth = call.arg(3);
        Slot source = call.lookUpSlot(call.extraCapability(0), call.arg(2), sourceDepth, true);
        if (source == null) {
            return call.lookupError;
        }
        if (source.isEmpty()) {
            call.core.lookup.missingCapability(sourceDepth);
            return call.failedLookup(true);
        }
        return switch (label) {
            case InvocationLabel.CNODE_COPY -> copy(call, source, destination, false);
            case InvocationLabel.CNODE_MINT -> copy(call, source, destination, true);
            case InvocationLabel.CNODE_MOVE -> move(source, destination, source.capability);
            default -> mutate(call, source, destination);
        };
    }

    private static Sel4Error copy(
            Invocation call, Slot source, Slot destination, boolean withData) {
        if (call.isShorterThan(withData ? 6 : 5, 0)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        Capability capability = source.capability.masked(new CapRights(call.arg(4) & 15));
        if (withData) {
            capability = capability.withData(false, call.arg(5));
        }
        if (capability == Capability.NULL) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        Sel4Error error = Derivation.check(source);
        if (error != Sel4Error.NO_ERROR) {
            return error;
        }
        Capability derived = Derivation.derive(capability);
        if (derived == Capability.NULL) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        DerivationTree.insertCopy(source, destination, derived);
        return Sel4Error.NO_ERROR;
    }

    private static Sel4Error mutate(Invocation call, Slot source, Slot destination) {
        if (call.isShorterThan(5, 0)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        return move(source, destination, source.capability.withData(true, call.arg(4)));
    }

    private static Sel4Error move(Slot source, Slot destination, Capability capability) {
        if (capability == Capability.NULL) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        DerivationTree.move(source, destination, capability);
        return Sel4Error.NO_ERROR;
    }

    private static Sel4Error rotate(Invocation call, Slot destination) {
        if (call.isShorterThan(8, 2)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long pivotDepth = call.arg(4);
        long sourceDepth = call.arg(7);
        Slot source = call.lookUpSlot(call.extraCapability(1), call.arg(6), sourceDepth, true);
        if (source == null) {
            return call.lookupError;
        }
        Slot pivot = call.lookUpSlot(call.extraCapability(0), call.arg(3), pivotDepth, true);
        if (pivot == null) {
            return call.lookupError;
        }
        if (pivot == source || pivot == destination) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (source != destination && !destination.isEmpty()) {
            return Sel4Error.DELETE_FIRST;
        }
        if (source.isEmpty()) {
            call.core.lookup.missingCapability(sourceDepth);
            return call.failedLookup(true);
        }
        if (pivot.isEmpty()) {
            call.core.lookup.missingCapability(pivotDepth);
            return call.failedLookup(false);
        }
        Capability newSource = source.capability.withData(true, call.arg(5));
        Capability newPivot = pivot.capability.withData(true, call.arg(2));
        if (newSource == Capability.NULL || newPivot == Capability.NULL) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (source == destination) {
            DerivationTree.swap(source, newSource, pivot, newPivot);
        } else {
            DerivationTree.move(pivot, destination, newPivot);
            DerivationTree.move(source, pivot, newSource);
        }
        return Sel4Error.NO_ERROR;
    }
}
