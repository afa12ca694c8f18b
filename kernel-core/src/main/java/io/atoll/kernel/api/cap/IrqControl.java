package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** The capability to hand out interrupts. */
public final class IrqControl extends Handle {
    public IrqControl(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /**
     * A handler for one interrupt line; seL4: {@code seL4_IRQControl_Get}. By a method of this
     * machine's own: x86, whose numbers the other methods have, lacks it.
     */
    public Sel4Error get(int irq, AbsoluteCPtr destination) {
        IpcBuffer ipc = mrs(irq, destination.index(), destination.depth());
        ipc.cap(0, destination.root().cptr());
        return invoke(InvocationLabel.IRQ_ISSUE_LINE, 1, 3);
    }

    /**
     * A doorbell: a capability that raises one interrupt line of one core, of this kernel or of
     * another; seL4: {@code seL4_IRQControl_IssueSGISignal} (RFC-17).
     *
     * @param irq line at the target
     * @param targetCore number of the core in the machine, not in this image
     */
    public Sel4Error issueSgiSignal(int irq, int targetCore, AbsoluteCPtr destination) {
        IpcBuffer ipc = mrs(irq, targetCore, destination.index(), destination.depth());
        ipc.cap(0, destination.root().cptr());
        return invoke(InvocationLabel.IRQ_ISSUE_SGI_SIGNAL, 1, 4);
    }
}
