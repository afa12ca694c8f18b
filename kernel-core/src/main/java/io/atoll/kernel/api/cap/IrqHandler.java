package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** A capability to one interrupt line. */
public final class IrqHandler extends Handle {
    public IrqHandler(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /** Lets the next interrupt in; seL4: {@code seL4_IRQHandler_Ack}. */
    public Sel4Error ack() {
        return invoke(InvocationLabel.IRQ_ACK_IRQ);
    }

    /** Interrupts signal this notification; seL4: {@code seL4_IRQHandler_SetNotification}. */
    public Sel4Error setNotification(Notification notification) {
        sel4.ipc().cap(0, notification.cptr);
        return invoke(InvocationLabel.IRQ_SET_IRQ_HANDLER, 1, 0);
    }

    /** seL4: {@code seL4_IRQHandler_Clear}. */
    public Sel4Error clear() {
        return invoke(InvocationLabel.IRQ_CLEAR_IRQ_HANDLER);
    }
}
