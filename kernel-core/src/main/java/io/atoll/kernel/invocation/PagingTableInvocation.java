package io.atoll.kernel.invocation;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.Deletion;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.PagingTableCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.PagingTableObject;
import io.atoll.kernel.object.VSpaceObject;

/**
 * Page tables, page directories and PDPTs; seL4: {@code decodeX86PageTableInvocation} and its like
 * ({@code sel4-api} 2.12).
 */
final class PagingTableInvocation {
    private PagingTableInvocation() {}

    static Sel4Error decode(Invocation call, PagingTableCapability cap) {
        int level = cap.table.level;
        if (call.label() == unmapLabel(level)) {
            if (!DerivationTree.isLast(call.slot)) {
                return Sel4Error.REVOKE_FIRST;
            }
            Deletion.unmap(call.core, cap);
            if (cap.isMapped()) {
                VSpaceObject.clearTable(cap.table);
            }
            call.slot.capability = cap.unmapped();
            return Sel4Error.NO_ERROR;
        }
        return call.label() == mapLabel(level) ? map(call, cap) : Sel4Error.ILLEGAL_OPERATION;
    }

    private static Sel4Error map(Invocation call, PagingTableCapability cap) {
        if (call.isShorterThan(2, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        if (cap.isMapped()) {
            return call.invalidCapability(0);
        }
        int levelAbove = cap.table.level + 1;
        long address = call.arg(0) & -(1L << PagingTableObject.entryBits(levelAbove));
        VSpaceCapability root = AddressSpaces.root(call);
        if (root == null) {
            return call.invalidCapability(1);
        }
        if (!VSpaceObject.isUserAddress(address)) {
            return call.invalidArgument(0);
        }
        Sel4Error error = AddressSpaces.checkIdentifier(call, root);
        if (error != Sel4Error.NO_ERROR) {
            return error;
        }
        PagingTableObject above = root.vspace.table(address, levelAbove, call.core.lookup);
        if (above == null) {
            return call.failedLookup(false);
        }
        if (above.entry(address) != null) {
            return Sel4Error.DELETE_FIRST;
        }
        root.vspace.map(above, address, cap.table);
        call.slot.capability = cap.mapped(root.asid, address);
        return Sel4Error.NO_ERROR;
    }

    private static int mapLabel(int level) {
        return switch (level) {
            case PagingTableObject.PAGE_TABLE -> InvocationLabel.PAGE_TABLE_MAP;
            case PagingTableObject.PAGE_DIRECTORY -> InvocationLabel.PAGE_DIRECTORY_MAP;
            default -> InvocationLabel.PDPT_MAP;
        };
    }

    private static int unmapLabel(int level) {
        return switch (level) {
            case PagingTableObject.PAGE_TABLE -> InvocationLabel.PAGE_TABLE_UNMAP;
            case PagingTableObject.PAGE_DIRECTORY -> InvocationLabel.PAGE_DIRECTORY_UNMAP;
            default -> InvocationLabel.PDPT_UNMAP;
        };
    }
}
