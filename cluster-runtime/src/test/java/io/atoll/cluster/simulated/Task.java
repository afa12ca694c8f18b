package io.atoll.cluster.simulated;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.CNode;

/** An initial task that makes objects. */
final class Task {
    final Sel4 sel4;
    private final BootInfo bootInfo;
    private long nextSlot;
    private long listening;

    Task(Sel4 sel4, BootInfo bootInfo) {
        this.sel4 = sel4;
        this.bootInfo = bootInfo;
        nextSlot = bootInfo.empty().start();
    }

    private CNode root() {
        return sel4.cnode(InitCaps.CNODE);
    }

    long notification() {
        long slot = nextSlot;
        retypeNotification().orThrow();
        return slot;
    }

    /** Into the next slot; what the kernel answers. */
    Sel4Error retypeNotification() {
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            if (bootInfo.untypedList().get(i).sizeBits() >= 12) {
                return sel4.untyped(bootInfo.untyped().start() + i)
                        .retype(ObjectType.NOTIFICATION, 0, root(), nextSlot++, 1);
            }
        }
        throw new IllegalStateException("no untyped of a page");
    }

    /** A notification that an interrupt line signals, with badge 1. */
    long listen(int line) {
        listenAndAcknowledge(line);
        return listening;
    }

    /** As {@link #listen}; the handler, to be acknowledged before the next interrupt. */
    long listenAndAcknowledge(int line) {
        long notification = notification();
        long badged = nextSlot++;
        root().slot(badged).mint(root().slot(notification), CapRights.ALL, 1).orThrow();
        long handler = nextSlot++;
        sel4.irqControl(InitCaps.IRQ_CONTROL).get(line, root().slot(handler)).orThrow();
        sel4.irqHandler(handler).setNotification(sel4.notification(badged)).orThrow();
        listening = notification;
        return handler;
    }

    /** The notification of the last line that is listened to. */
    long listening() {
        return listening;
    }

    /** A capability that raises a line of a core of the machine. */
    long doorbell(int machineCore, int line) {
        long slot = nextSlot++;
        sel4.irqControl(InitCaps.IRQ_CONTROL)
                .issueSgiSignal(line, machineCore, root().slot(slot))
                .orThrow();
        return slot;
    }
}
