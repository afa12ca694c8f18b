package io.atoll.cluster.pinned;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.CNode;

/**
 * An initial task that makes objects, and threads on the cores of its cluster. All of them share
 * its CSpace, so a CPtr means the same to each.
 */
final class Guest {
    private static final int PRIORITY = 100;
    private static final int SCHED_CONTEXT_BITS = 8;
    private static final long SLICE_MICROS = 5_000;

    final Sel4 sel4;
    final BootInfo bootInfo;
    private long nextSlot;

    Guest(Sel4 sel4, BootInfo bootInfo) {
        this.sel4 = sel4;
        this.bootInfo = bootInfo;
        nextSlot = bootInfo.empty().start();
    }

    CNode root() {
        return sel4.cnode(InitCaps.CNODE);
    }

    long freeSlot() {
        return nextSlot++;
    }

    /** An object in a slot of its own. */
    long make(ObjectType type) {
        return make(type, 0);
    }

    private long make(ObjectType type, int sizeBits) {
        long slot = freeSlot();
        sel4.untyped(largestUntyped()).retype(type, sizeBits, root(), slot, 1).orThrow();
        return slot;
    }

    private long largestUntyped() {
        int largest = 0;
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            if (sizeBits(i) > sizeBits(largest)) {
                largest = i;
            }
        }
        return bootInfo.untyped().start() + largest;
    }

    private int sizeBits(int untyped) {
        return bootInfo.untypedList().get(untyped).sizeBits();
    }

    /** A scheduling context of one of the cluster's cores. */
    long time(int core, long budgetMicros, long periodMicros) {
        long context = make(ObjectType.SCHED_CONTEXT, SCHED_CONTEXT_BITS);
        sel4.schedControl(bootInfo.schedControl().start() + core)
                .configure(sel4.schedContext(context), budgetMicros, periodMicros, 0, 0, 0)
                .orThrow();
        return context;
    }

    /** Starts a program on one of the cluster's cores; returns its thread. */
    long start(int core, String name, StackfulProgram program) {
        return start(name, time(core, SLICE_MICROS, SLICE_MICROS), program);
    }

    /** Starts a program on time of its own; returns its thread. */
    long start(String name, long schedContext, StackfulProgram program) {
        long tcb = make(ObjectType.TCB);
        sel4.debugNameThread(tcb, name);
        sel4.tcb(tcb).configure(root(), 0, sel4.vspace(InitCaps.VSPACE), 0, 0, null).orThrow();
        sel4.tcb(tcb)
                .setSchedParams(
                        sel4.tcb(InitCaps.TCB),
                        PRIORITY,
                        PRIORITY,
                        sel4.schedContext(schedContext),
                        null)
                .orThrow();
        sel4.tcb(tcb).writeRegisters(true, UserContext.at(sel4.entryPoint(program))).orThrow();
        return tcb;
    }

    /** A notification that an interrupt line signals, and the handler to acknowledge it. */
    record Line(long notification, long handler) {}

    Line listen(int line) {
        long notification = make(ObjectType.NOTIFICATION);
        long handler = freeSlot();
        sel4.irqControl(InitCaps.IRQ_CONTROL).get(line, root().slot(handler)).orThrow();
        sel4.irqHandler(handler).setNotification(sel4.notification(notification)).orThrow();
        return new Line(notification, handler);
    }

    /** A capability that raises a line of a core of the machine. */
    long doorbell(int machineCore, int line) {
        long slot = freeSlot();
        sel4.irqControl(InitCaps.IRQ_CONTROL)
                .issueSgiSignal(line, machineCore, root().slot(slot))
                .orThrow();
        return slot;
    }
}
