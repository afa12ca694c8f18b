package io.atoll.kernel.invocation;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.IrqHandlerCapability;
import io.atoll.kernel.capability.SgiSignalCapability;
import io.atoll.kernel.capability.Slot;

/** Interrupt control: handlers for lines, and doorbells ({@code sel4-api} 2.11, RFC-17). */
final class IrqControlInvocation {
    private IrqControlInvocation() {}

    static Sel4Error decode(Invocation call) {
        return switch (call.label()) {
            case InvocationLabel.IRQ_ISSUE_IRQ_HANDLER ->
                    // x86 has methods of its own for this, but looks at the length first.
                    call.isShorterThan(3, 1)
                            ? Sel4Error.TRUNCATED_MESSAGE
                            : Sel4Error.ILLEGAL_OPERATION;
            case InvocationLabel.IRQ_ISSUE_LINE -> issueHandler(call);
            case InvocationLabel.IRQ_ISSUE_SGI_SIGNAL -> issueSgiSignal(call);
            default -> Sel4Error.ILLEGAL_OPERATION;
        };
    }

    private static Sel4Error issueHandler(Invocation call) {
        if (call.isShorterThan(3, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long irq = call.arg(0);
        if (!isUserLine(irq)) {
            return call.rangeError(InterruptLines.FIRST_USER, InterruptLines.COUNT - 1);
        }
        if (call.core.image.interrupts().isIssued((int) irq)) {
            return Sel4Error.REVOKE_FIRST;
        }
        Slot slot = call.lookUpEmptySlot(call.extraCapability(0), call.arg(1), call.arg(2));
        if (slot == null) {
            return call.lookupError;
        }
        call.core.image.interrupts().issue((int) irq);
        return insert(call, slot, new IrqHandlerCapability((int) irq));
    }

    private static Sel4Error issueSgiSignal(Invocation call) {
        if (call.isShorterThan(4, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        long irq = call.arg(0);
        long targetCore = call.arg(1);
        if (!isUserLine(irq)) {
            return call.rangeError(InterruptLines.FIRST_USER, InterruptLines.COUNT - 1);
        }
        int cores = call.core.processor.machineCores();
        if (targetCore < 0 || targetCore >= cores) {
            return call.rangeError(0, cores - 1);
        }
        Slot slot = call.lookUpEmptySlot(call.extraCapability(0), call.arg(2), call.arg(3));
        if (slot == null) {
            return call.lookupError;
        }
        return insert(call, slot, new SgiSignalCapability((int) targetCore, (int) irq));
    }

    private static boolean isUserLine(long irq) {
        return irq >= InterruptLines.FIRST_USER && irq < InterruptLines.COUNT;
    }

    private static Sel4Error insert(Invocation call, Slot slot, Capability capability) {
        DerivationTree.insertCopy(call.slot, slot, capability);
        return Sel4Error.NO_ERROR;
    }
}
