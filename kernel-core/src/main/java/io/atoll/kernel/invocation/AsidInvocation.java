package io.atoll.kernel.invocation;

import io.atoll.kernel.Asids;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.AsidPoolCapability;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.AsidPoolObject;

/** Address-space identifiers: pools of them, and assigning one ({@code sel4-api} 2.12). */
final class AsidInvocation {
    private AsidInvocation() {}

    /** ASIDControl: a new pool out of an untyped of its size. */
    static Sel4Error makePool(Invocation call) {
        if (call.label() != InvocationLabel.ASID_CONTROL_MAKE_POOL) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (call.isShorterThan(2, 2)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        Asids asids = call.core.image.asids();
        int base = asids.freeBase();
        if (base < 0) {
            return Sel4Error.DELETE_FIRST;
        }
        Slot source = call.extra(0);
        if (!(source.capability instanceof UntypedCapability untyped)
                || untyped.sizeBits != AsidPoolObject.SIZE_BITS
                || untyped.isDevice) {
            return call.invalidCapability(1);
        }
        if (DerivationTree.hasChildren(source)) {
            return Sel4Error.REVOKE_FIRST;
        }
        Slot destination = call.lookUpEmptySlot(call.extraCapability(1), call.arg(0), call.arg(1));
        if (destination == null) {
            return call.lookupError;
        }
        AsidPoolObject pool = new AsidPoolObject(untyped.address, base);
        source.capability = untyped.full();
        DerivationTree.insertCopy(source, destination, new AsidPoolCapability(pool));
        asids.register(pool);
        return Sel4Error.NO_ERROR;
    }

    /** ASIDPool: an identifier for a root that has none. */
    static Sel4Error assign(Invocation call, AsidPoolObject pool) {
        if (call.label() != InvocationLabel.ASID_POOL_ASSIGN) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (call.isShorterThan(0, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        if (!(call.extraCapability(0) instanceof VSpaceCapability root) || root.isAssigned()) {
            return call.invalidCapability(1);
        }
        AsidPoolObject registered = call.core.image.asids().pool(pool.base);
        if (registered == null) {
            call.core.lookup.invalidRoot();
            return call.failedLookup(false);
        }
        if (registered != pool) {
            return call.invalidCapability(0);
        }
        int asid = pool.firstFree();
        if (asid < 0) {
            return Sel4Error.DELETE_FIRST;
        }
        pool.assign(asid, root.vspace);
        call.extra(0).capability = new VSpaceCapability(root.vspace, asid);
        return Sel4Error.NO_ERROR;
    }
}
