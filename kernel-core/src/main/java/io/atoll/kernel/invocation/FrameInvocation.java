package io.atoll.kernel.invocation;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.FrameCapability;
import io.atoll.kernel.capability.VSpaceCapability;
import io.atoll.kernel.object.VSpaceObject;

/** Frames: mapping ({@code sel4-api} 2.12). One level: intermediate tables need no objects. */
final class FrameInvocation {
    private FrameInvocation() {}

    static Sel4Error decode(Invocation call, FrameCapability cap) {
        return switch (call.label()) {
            case InvocationLabel.PAGE_MAP -> map(call, cap);
            case InvocationLabel.PAGE_UNMAP -> {
                if (cap.mappedIn != null) {
                    cap.mappedIn.unmap(cap.mappedAt, cap.frame);
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
        if (!(call.extraCapability(0) instanceof VSpaceCapability space)) {
            return call.invalidCapability(1);
        }
        VSpaceObject vspace = space.vspace;
        long byteSize = 1L << cap.frame.sizeBits;
        if (address < 0 || address > VSpaceObject.USER_TOP - byteSize) {
            return call.invalidArgument(0);
        }
        if (address % byteSize != 0) {
            return Sel4Error.ALIGNMENT_ERROR;
        }
        if (cap.mappedIn != null && cap.mappedIn != vspace) {
            return call.invalidCapability(1);
        }
        if (cap.mappedIn != null && cap.mappedAt != address) {
            return call.invalidArgument(0);
        }
        if (cap.mappedIn == null && vspace.isMapped(address, byteSize)) {
            return Sel4Error.DELETE_FIRST;
        }
        CapRights rights = new CapRights(cap.rights.word() & call.arg(1));
        vspace.map(address, cap.frame, rights);
        call.slot.capability = cap.mapped(vspace, address);
        return Sel4Error.NO_ERROR;
    }
}
