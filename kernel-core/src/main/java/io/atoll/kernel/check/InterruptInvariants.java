package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.Interrupts;
import io.atoll.kernel.capability.IrqHandlerCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.Slot;

import java.util.BitSet;

/** Interrupt lines: issued exactly while a handler capability exists. */
final class InterruptInvariants {
    private InterruptInvariants() {}

    static void check(Census census, Interrupts interrupts) {
        BitSet handled = new BitSet(InterruptLines.COUNT);
        for (Slot slot : census.slots()) {
            if (slot.capability instanceof IrqHandlerCapability handler) {
                handled.set(handler.irq);
            }
        }
        for (int irq = 0; irq < InterruptLines.COUNT; irq++) {
            boolean isHandled = handled.get(irq);
            if (isHandled || !interrupts.isUnused(irq)) {
                checkLine(interrupts, irq, isHandled);
            }
        }
    }

    private static void checkLine(Interrupts interrupts, int irq, boolean isHandled) {
        Slot slot = interrupts.handler(irq);
        require(
                interrupts.isIssued(irq) == isHandled,
                "interrupt line %s is %s, but %s capability to handle it exists",
                irq,
                isHandled ? "not issued" : "issued",
                isHandled ? "a" : "no");
        require(
                (slot != null) == isHandled,
                "interrupt line %s has %s slot for its notification, but is %s",
                irq,
                slot == null ? "no" : "a",
                isHandled ? "issued" : "not issued");
        require(
                slot == null || slot.isEmpty() || slot.capability instanceof NotificationCapability,
                "interrupt line %s signals %s, which is no notification",
                irq,
                slot);
        require(
                isHandled || !interrupts.isMasked(irq),
                "interrupt line %s is masked, but not issued",
                irq);
        require(
                interrupts.isMasked(irq) || !interrupts.isLatched(irq) || !isHandled,
                "interrupt line %s holds an interrupt back, but is not masked",
                irq);
        require(
                interrupts.isLatched(irq) || !interrupts.isUnheard(irq),
                "interrupt line %s holds nothing back, but has an interrupt that nobody heard",
                irq);
    }
}
