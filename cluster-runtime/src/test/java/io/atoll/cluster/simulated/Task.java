package io.atoll.cluster.simulated;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.SchedContext;

/** An initial task that makes objects. */
final class Task {
    private static final int PAGE_BITS = 12;

    /** Of an untyped for many objects. */
    private static final int ROOMY_BITS = 18;

    private static final long SLICE_MICROS = 1_000_000;

    /** More than it takes a thread on another core to begin and to wait. */
    private static final int SETTLE_CYCLES = 100_000;

    final Sel4 sel4;
    private final BootInfo bootInfo;
    private long nextSlot;
    private long listening;

    Task(Sel4 sel4, BootInfo bootInfo) {
        this.sel4 = sel4;
        this.bootInfo = bootInfo;
        nextSlot = bootInfo.empty().start();
    }

    /** From now on every other thread of its core goes first. */
    void isLeastUrgent() {
        sel4.tcb(InitCaps.TCB).setPriority(sel4.tcb(InitCaps.TCB), 1).orThrow();
    }

    /** From now on its core's timer interrupts it that often. */
    void isSliced(long sliceMicros) {
        sel4.schedControl(bootInfo.schedControl().start())
                .configure(sel4.schedContext(InitCaps.SC), sliceMicros)
                .orThrow();
    }

    private CNode root() {
        return sel4.cnode(InitCaps.CNODE);
    }

    long notification() {
        long slot = nextSlot;
        retypeNotification().orThrow();
        return slot;
    }

    /** A new object's slot; of the first large untyped that has room for it. */
    long object(ObjectType type, int sizeBits) {
        long slot = nextSlot++;
        Sel4Error answer = Sel4Error.NOT_ENOUGH_MEMORY;
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            if (answer == Sel4Error.NOT_ENOUGH_MEMORY
                    && bootInfo.untypedList().get(i).sizeBits() >= ROOMY_BITS) {
                answer = retype(i, type, sizeBits, slot);
            }
        }
        answer.orThrow();
        return slot;
    }

    /** Into the next slot; what the kernel answers. */
    Sel4Error retypeNotification() {
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            if (bootInfo.untypedList().get(i).sizeBits() >= PAGE_BITS) {
                return retype(i, ObjectType.NOTIFICATION, 0, nextSlot++);
            }
        }
        throw new IllegalStateException("no untyped of that size");
    }

    private Sel4Error retype(int untyped, ObjectType type, int sizeBits, long slot) {
        return sel4.untyped(bootInfo.untyped().start() + untyped)
                .retype(type, sizeBits, root(), slot, 1);
    }

    /** Maps the first page of an untyped, close to where the initial task has pages already. */
    void map(long untyped, long virtualAddress) {
        long frame = nextSlot++;
        sel4.untyped(untyped).retype(ObjectType.SMALL_PAGE, 0, root(), frame, 1).orThrow();
        sel4.frame(frame)
                .map(sel4.vspace(InitCaps.VSPACE), virtualAddress, CapRights.READ_WRITE)
                .orThrow();
    }

    /** An untyped of a page at least, of the cluster's own memory. */
    long ownUntyped() {
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            if (!bootInfo.untypedList().get(i).isDevice()
                    && bootInfo.untypedList().get(i).sizeBits() >= PAGE_BITS) {
                return bootInfo.untyped().start() + i;
            }
        }
        throw new IllegalStateException("no untyped of that size");
    }

    /** The untyped that is a shared region. */
    long region(String label) {
        return bootInfo.extra(ClusterBootInfo.class).untypedOf(bootInfo, label);
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

    /** A thread that has run until it waited; returns its scheduling context. */
    long thread(int core, int priority, StackfulProgram program) {
        long tcb = object(ObjectType.TCB, 0);
        long context = object(ObjectType.SCHED_CONTEXT, SchedContext.MIN_SIZE_BITS);
        sel4.schedControl(bootInfo.schedControl().start() + core)
                .configure(sel4.schedContext(context), SLICE_MICROS)
                .orThrow();
        sel4.tcb(tcb).configure(root(), 0, sel4.vspace(InitCaps.VSPACE), 0, 0, null).orThrow();
        sel4.tcb(tcb)
                .setSchedParams(
                        sel4.tcb(InitCaps.TCB),
                        priority,
                        priority,
                        sel4.schedContext(context),
                        null)
                .orThrow();
        sel4.tcb(tcb).writeRegisters(true, UserContext.at(sel4.entryPoint(program))).orThrow();
        sel4.compute(SETTLE_CYCLES);
        return context;
    }

    /** A thread without time of its own, which runs on its callers'. */
    void server(int core, int priority, StackfulProgram program) {
        sel4.schedContext(thread(core, priority, program)).unbind().orThrow();
    }
}
