package io.atoll.kernel.testing;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.AbsoluteCPtr;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Handle;
import io.atoll.kernel.api.cap.IrqHandler;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.PagingTable;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.SchedControl;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.api.cap.VSpace;

/**
 * What the initial task of a test has at hand: its system calls, and objects made from its untyped
 * memory into free slots of its root CNode. All threads made here share that CSpace and VSpace, so
 * a CPtr means the same to all of them.
 */
public final class World {
    private static final int SCHED_CONTEXT_BITS = 8;
    private static final long BUDGET_MICROS = 5_000;
    private static final long FIRST_BUFFER_ADDRESS = 0x1000_0000;

    public final TestImage image;
    public final Sel4 sel4;
    public final BootInfo bootInfo;

    /** The initial task's root CNode. */
    public final CNode root;

    /** Ordinary memory, the largest untyped there is. */
    public final Untyped untyped;

    private long nextSlot;
    private long nextBufferAddress = FIRST_BUFFER_ADDRESS;

    /**
     * @param image null for an image that is no {@link TestImage}
     * @param sel4 the initial task's, checked or not
     */
    World(TestImage image, Sel4 sel4, BootInfo bootInfo) {
        this.image = image;
        this.sel4 = sel4;
        this.bootInfo = bootInfo;
        this.root = this.sel4.cnode(InitCaps.CNODE);
        this.untyped = this.sel4.untyped(largestUntyped(bootInfo));
        this.nextSlot = bootInfo.empty().start();
    }

    private static long largestUntyped(BootInfo bootInfo) {
        int best = -1;
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            var candidate = bootInfo.untypedList().get(i);
            if (!candidate.isDevice()
                    && (best < 0
                            || candidate.sizeBits()
                                    > bootInfo.untypedList().get(best).sizeBits())) {
                best = i;
            }
        }
        return bootInfo.untyped().start() + best;
    }

    /** The first of {@code count} free slots, taken. */
    public long slots(int count) {
        long first = nextSlot;
        nextSlot += count;
        return first;
    }

    /** A free slot, taken. */
    public long slot() {
        return slots(1);
    }

    /** A new object in a free slot. */
    public long make(ObjectType type, int sizeBits) {
        long slot = slot();
        untyped.retype(type, sizeBits, root, slot, 1).orThrow();
        return slot;
    }

    /** The slot of the root CNode that holds a capability. */
    public AbsoluteCPtr at(Handle handle) {
        return root.slot(handle.cptr());
    }

    /** A copy with no more than these rights, in a free slot. */
    public long copy(Handle original, CapRights rights) {
        long slot = slot();
        root.slot(slot).copy(at(original), rights).orThrow();
        return slot;
    }

    /** A copy with a badge and no more than these rights, in a free slot. */
    public long mint(Handle original, CapRights rights, long badge) {
        long slot = slot();
        root.slot(slot).mint(at(original), rights, badge).orThrow();
        return slot;
    }

    /** The endpoint with a badge and all rights. */
    public Endpoint badged(Endpoint original, long badge) {
        return sel4.endpoint(mint(original, CapRights.ALL, badge));
    }

    /** The notification with a badge and all rights. */
    public Notification badged(Notification original, long badge) {
        return sel4.notification(mint(original, CapRights.ALL, badge));
    }

    /** A new handler for a line, which signals that notification. */
    public IrqHandler irqHandler(int line, Notification notification) {
        IrqHandler made = sel4.irqHandler(slot());
        sel4.irqControl(InitCaps.IRQ_CONTROL).get(line, at(made)).orThrow();
        made.setNotification(notification).orThrow();
        return made;
    }

    /** The address space of all threads made here. */
    public VSpace vspace() {
        return sel4.vspace(InitCaps.VSPACE);
    }

    /** Another address space, ready for use. */
    public VSpace makeVSpace() {
        VSpace made = sel4.vspace(make(ObjectType.VSPACE, 0));
        sel4.asidPool(InitCaps.ASID_POOL).assign(made).orThrow();
        return made;
    }

    /**
     * Makes and maps all tables for the 2 MiB around an address.
     *
     * @return CPtr of the page table
     */
    public long mapTables(VSpace vspace, long address) {
        long made = 0;
        for (ObjectType type :
                new ObjectType[] {
                    ObjectType.PDPT, ObjectType.PAGE_DIRECTORY, ObjectType.PAGE_TABLE
                }) {
            made = make(type, 0);
            Sel4Error error = PagingTable.of(sel4, type, made).map(vspace, address);
            if (error != Sel4Error.DELETE_FIRST) {
                error.orThrow();
            }
        }
        return made;
    }

    /** As above, in the address space of all threads made here. */
    public long mapTables(long address) {
        return mapTables(vspace(), address);
    }

    public Tcb self() {
        return sel4.tcb(InitCaps.TCB);
    }

    public Endpoint endpoint() {
        return sel4.endpoint(make(ObjectType.ENDPOINT, 0));
    }

    public Notification notification() {
        return sel4.notification(make(ObjectType.NOTIFICATION, 0));
    }

    public Reply reply() {
        return sel4.reply(make(ObjectType.REPLY, 0));
    }

    public Frame frame() {
        return sel4.frame(make(ObjectType.SMALL_PAGE, 0));
    }

    /** A scheduling context, configured as a round-robin slice. */
    public SchedContext schedContext() {
        SchedContext made = emptySchedContext();
        schedControl().configure(made, BUDGET_MICROS).orThrow();
        return made;
    }

    /** A scheduling context that was never configured. */
    public SchedContext emptySchedContext() {
        return sel4.schedContext(make(ObjectType.SCHED_CONTEXT, SCHED_CONTEXT_BITS));
    }

    /** The time of core 0. */
    public SchedControl schedControl() {
        return schedControl(0);
    }

    public SchedControl schedControl(int core) {
        return sel4.schedControl(bootInfo.schedControl().start() + core);
    }

    /** A scheduling context that is a round-robin slice of that core's time. */
    public SchedContext schedContextOn(int core) {
        SchedContext made = emptySchedContext();
        schedControl(core).configure(made, BUDGET_MICROS).orThrow();
        return made;
    }

    /** A thread of that core, not yet resumed. */
    public Tcb threadOn(int core, String name, int priority, Program program) {
        Tcb made = passiveThread(name, priority, program);
        schedContextOn(core).bind(made).orThrow();
        return made;
    }

    /** {@link #threadOn(int, String, int, Program)} for a lambda. */
    public Tcb threadOn(int core, String name, int priority, StackfulProgram program) {
        return threadOn(core, name, priority, (Program) program);
    }

    /** A thread with an IPC buffer and a scheduling context, not yet resumed. */
    public Tcb thread(String name, int priority, Program program) {
        Tcb made = passiveThread(name, priority, program);
        schedContext().bind(made).orThrow();
        return made;
    }

    /** As {@link #thread}, without a scheduling context. */
    public Tcb passiveThread(String name, int priority, Program program) {
        Tcb made = sel4.tcb(make(ObjectType.TCB, 0));
        Frame buffer = frame();
        long address = nextBufferAddress;
        nextBufferAddress += 4096;
        made.configure(root, 0, vspace(), 0, address, buffer).orThrow();
        made.setPriority(self(), priority).orThrow();
        made.writeRegisters(false, UserContext.at(sel4.entryPoint(program))).orThrow();
        sel4.debugNameThread(made.cptr(), name);
        return made;
    }

    /** A running thread. */
    public Tcb start(String name, int priority, Program program) {
        Tcb made = thread(name, priority, program);
        made.resume().orThrow();
        return made;
    }

    /** A thread that ran until it waited, and then lost its scheduling context. */
    public Tcb startPassive(String name, int priority, Program program) {
        Tcb made = passiveThread(name, priority, program);
        SchedContext borrowed = schedContext();
        borrowed.bind(made).orThrow();
        made.resume().orThrow();
        letOthersRun();
        borrowed.unbind().orThrow();
        return made;
    }

    /** {@link #startPassive(String, int, Program)} for a lambda. */
    public Tcb startPassive(String name, int priority, StackfulProgram program) {
        return startPassive(name, priority, (Program) program);
    }

    /** {@link #thread(String, int, Program)} for a lambda. */
    public Tcb thread(String name, int priority, StackfulProgram program) {
        return thread(name, priority, (Program) program);
    }

    /** {@link #passiveThread(String, int, Program)} for a lambda. */
    public Tcb passiveThread(String name, int priority, StackfulProgram program) {
        return passiveThread(name, priority, (Program) program);
    }

    /** {@link #start(String, int, Program)} for a lambda. */
    public Tcb start(String name, int priority, StackfulProgram program) {
        return start(name, priority, (Program) program);
    }

    /** Gives the core to everybody who can use it: the initial task goes to the lowest priority. */
    public void letOthersRun() {
        Tcb self = sel4.tcb(InitCaps.TCB);
        self.setPriority(self, 0).orThrow();
        sel4.yieldNow();
        self.setPriority(self, 255).orThrow();
    }
}
