package io.atoll.kernel.invocation;

import io.atoll.kernel.Interrupts;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.NotificationCapability;

/** Interrupt handlers ({@code sel4-api} 2.11). */
final class IrqHandlerInvocation {
    private IrqHandlerInvocation() {}

    static Sel4Error decode(Invocation call, int irq) {
        Interrupts interrupts = call.core.image.interrupts();
        switch (call.label()) {
            case InvocationLabel.IRQ_ACK_IRQ -> interrupts.acknowledge(call.core, irq);
            case InvocationLabel.IRQ_SET_IRQ_HANDLER -> {
                if (call.isShorterThan(0, 1)) {
                    return Sel4Error.TRUNCATED_MESSAGE;
                }
                if (!(call.extraCapability(0) instanceof NotificationCapability cap)
                        || !cap.canSend) {
                    return call.invalidCapability(0);
                }
                interrupts.setNotification(call.core, irq, call.extra(0));
            }
            case InvocationLabel.IRQ_CLEAR_IRQ_HANDLER -> interrupts.clear(call.core, irq);
            default -> {
                return Sel4Error.ILLEGAL_OPERATION;
            }
        }
        return Sel4Error.NO_ERROR;
    }
}
