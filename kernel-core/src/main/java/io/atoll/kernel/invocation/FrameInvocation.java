package io.atoll.kernel.invocation;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.Deletion;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.footprint.KernelWork;
import io.atoll.kernel.object.PageEntry;
import io.atoll.kernel.object.PagingEntry;
import io.atoll.kernel.object.PagingTableObject;
import io.atoll.kernel.object.VSpaceObject;

/** Frames; seL4: {@code decodeX86FrameInvocation} ({@code sel4-api} 2.12). */
final class FrameInvocation {
    private FrameInvocation() {}

    static Sel4Error decode(Invocation call, FrameCapability cap) {
        return switch (call.label()) {
            case InvocationLabel.PAGE_MAP -> map(call, cap);
            case InvocationLabel.PAGE_UNMAP -> {
                if (cap.isMapped()) {
                    Deletion.unmap(call.core, cap);
                    call.slot.capability = cap.unmapped();
                }
                yield Sel4Error.NO_ERROR;
            }
            case InvocationLabel.PAGE_GET_ADDRESS -> call.result(0, cap.frame.address);
            default -> Sel4Error.ILLEGAL_OPERATION;
        };
    }

    private static Sel4Error map(Invocation call, FrameCapability cap) {
        if (call.isShorterThan(3, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long address = call.arg(0);
        VSpaceCapability root = AddressSpaces.root(call);
        if (root == null) {
            return call.invalidCapability(1);
        }
        Sel4Error error = checkPlace(call, cap, root, address);
        if (error != Sel4Error.NO_ERROR) {
            return error;
        }
        error = AddressSpaces.checkIdentifier(call, root);
        if (error != Sel4Error.NO_ERROR) {
            return error;
        }
        if (cap.frame.offset(address) != 0) {
            return Sel4Error.ALIGNMENT_ERROR;
        }
        PagingTableObject table = root.vspace.table(address, level(cap), call.core.lookup);
        if (table == null) {
            return call.failedLookup(false);
        }
        PagingEntry present = table.entry(address);
        if (present != null && !(cap.isMapped() && isPageOf(present, cap))) {
            return Sel4Error.DELETE_FIRST;
        }
        CapRights rights = cap.maskedRights(new CapRights(call.arg(1)));
        Footprint.does(KernelWork.MAPPING);
        Footprint.writes(table);
        Footprint.writes(call.slot);
        root.vspace.map(table, address, new PageEntry(cap.frame, rights));
        call.slot.capability = cap.mapped(root.asid, address);
        return Sel4Error.NO_ERROR;
    }

    /** A frame that is mapped can only be mapped again at the same place. */
    private static Sel4Error checkPlace(
            Invocation call, FrameCapability cap, VSpaceCapability root, long address) {
        if (cap.isMapped()) {
            if (cap.asid != root.asid) {
                return call.invalidCapability(1);
            }
            return cap.mappedAt == address ? Sel4Error.NO_ERROR : call.invalidArgument(0);
        }
        return VSpaceObject.isUserAddress(address)
                        && VSpaceObject.isUserAddress(address + cap.frame.byteSize())
                ? Sel4Error.NO_ERROR
                : call.invalidArgument(0);
    }

    private static boolean isPageOf(PagingEntry entry, FrameCapability cap) {
        return entry instanceof PageEntry page && page.frame() == cap.frame;
    }

    private static int level(FrameCapability cap) {
        return cap.frame.sizeBits == PagingTableObject.entryBits(PagingTableObject.PAGE_TABLE)
                ? PagingTableObject.PAGE_TABLE
                : PagingTableObject.PAGE_DIRECTORY;
    }
}
