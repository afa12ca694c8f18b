package io.atoll.kernel;

import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.Deletion;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.ipc.Notifications;

import java.util.BitSet;

/**
 * The interrupt lines of an image as its programs see them: who handles a line, and whether it is
 * masked. An interrupt signals the handler's notification and masks its line until it is
 * acknowledged; one that comes meanwhile is delivered at the acknowledgement.
 *
 * <p>Lines are level-triggered: one stays up until it has signalled somebody. An interrupt that
 * comes before its line has a handler is pending and disabled, as at an interrupt controller; it
 * masks the line at once when the handler is made ({@code setIRQState} enables the line, and {@code
 * handleInterrupt} finds nobody to signal). To say what a line signals delivers nothing. So whoever
 * sets a notification acknowledges once afterwards, and then has missed nothing that came before.
 */
public final class Interrupts {
    private final Slot[] handlers = new Slot[InterruptLines.COUNT];
    private final BitSet issued = new BitSet(InterruptLines.COUNT);
    private final BitSet masked = new BitSet(InterruptLines.COUNT);
    private final BitSet latched = new BitSet(InterruptLines.COUNT);

    /** Of the latched: those whose first interrupt found nobody to signal; for reports. */
    private final BitSet unheard = new BitSet(InterruptLines.COUNT);

    /** True while a handler capability for the line exists. */
    public boolean isIssued(int irq) {
        return issued.get(irq);
    }

    /** The slot with the notification that a line signals, null if it is not issued; for checks. */
    public Slot handler(int irq) {
        return handlers[irq];
    }

    /** Whether a line waits for its acknowledgement; for checks. */
    public boolean isMasked(int irq) {
        return masked.get(irq);
    }

    /** Whether a line was raised and has signalled nobody yet; for checks. */
    public boolean isLatched(int irq) {
        return latched.get(irq);
    }

    /**
     * Whether a line was raised when there was nobody to signal, and has signalled nobody since; if
     * it is latched but not this, it has signalled somebody and was raised again. For reports.
     */
    public boolean isUnheard(int irq) {
        return unheard.get(irq);
    }

    /** Whether nothing at all is known of a line; for checks. */
    public boolean isUnused(int irq) {
        return handlers[irq] == null
                && !issued.get(irq)
                && !masked.get(irq)
                && !latched.get(irq)
                && !unheard.get(irq);
    }

    /** A handler capability was made: what is pending is delivered, though to nobody yet. */
    public void issue(int irq) {
        issued.set(irq);
        masked.set(irq, latched.get(irq));
        handlers[irq] = new Slot();
    }

    /** The last handler capability went. */
    public void release(Core core, int irq) {
        clear(core, irq);
        issued.clear(irq);
        masked.clear(irq);
        latched.clear(irq);
        unheard.clear(irq);
        handlers[irq] = null;
    }

    /** From now on the line signals a copy of {@code source}'s capability, badge included. */
    public void setNotification(Core core, int irq, Slot source) {
        Capability capability = source.capability;
        Deletion.deleteSimple(core, handlers[irq]);
        DerivationTree.insertCopy(source, handlers[irq], capability);
    }

    /** From now on the line signals nothing. */
    public void clear(Core core, int irq) {
        Deletion.deleteSimple(core, handlers[irq]);
    }

    /** The handler is done: the next interrupt may come, and does if it has come meanwhile. */
    public void acknowledge(Core core, int irq) {
        masked.clear(irq);
        if (latched.get(irq)) {
            latched.clear(irq);
            unheard.clear(irq);
            deliver(core, irq);
        }
    }

    /** A line was raised. */
    void deliver(Core core, int irq) {
        if (masked.get(irq)) {
            latched.set(irq);
            return;
        }
        if (!issued.get(irq)) {
            keep(irq);
            return;
        }
        masked.set(irq);
        if (handlers[irq].capability instanceof NotificationCapability cap && cap.canSend) {
            Notifications.signal(core, cap.notification, cap.badge);
        } else {
            keep(irq);
        }
    }

    /** There is nobody to signal. */
    private void keep(int irq) {
        latched.set(irq);
        unheard.set(irq);
    }
}
