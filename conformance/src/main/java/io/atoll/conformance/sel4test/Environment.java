package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.AbsoluteCPtr;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Handle;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.SchedControl;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.api.cap.VSpace;

/**
 * What a test has at hand: the runner's system calls, its supply of objects, helper threads, and
 * the timer. The runner has priority {@value #RUNNER_PRIORITY}; helpers begin one below.
 */
final class Environment {
    static final int MAX_PRIORITY = 255;
    static final int RUNNER_PRIORITY = 254;
    static final int HELPER_PRIORITY = 253;

    /** Time slice of a helper. */
    static final long SLICE_MICROS = 5_000;

    private static final long FIRST_BUFFER_ADDRESS = 0x4000_0000;
    private static final int PAGE_BYTES = 4096;

    final Sel4 sel4;
    final BootInfo bootInfo;
    final ObjectSupply objects;
    final Timer timer;

    /** The runner's own thread. */
    final Tcb self;

    /** The CSpace of the runner and of all helpers that are not processes. */
    final CNode root;

    private final Driver driver;
    private final Setup setup;
    private long nextBufferAddress = FIRST_BUFFER_ADDRESS;
    private int helpers;
    private int processes;

    Environment(Sel4 sel4, BootInfo bootInfo, Driver driver, long firstSlot, Setup setup) {
        this.sel4 = sel4;
        this.bootInfo = bootInfo;
        this.driver = driver;
        this.setup = setup;
        this.root = sel4.cnode(InitCaps.CNODE);
        this.self = sel4.tcb(driver.runnerTcb());
        this.objects = new ObjectSupply(sel4, root, bootInfo, firstSlot, driver.untyped());
        this.timer = new Timer(sel4, driver.endpoint(), driver.timerNotification());
    }

    // Objects.

    long make(ObjectType type) {
        return objects.make(type, 0);
    }

    Endpoint endpoint() {
        return sel4.endpoint(make(ObjectType.ENDPOINT));
    }

    Notification notification() {
        return sel4.notification(make(ObjectType.NOTIFICATION));
    }

    Reply reply() {
        return sel4.reply(make(ObjectType.REPLY));
    }

    Frame frame() {
        return sel4.frame(make(ObjectType.SMALL_PAGE));
    }

    /** A scheduling context of the smallest size, filled with a round-robin slice. */
    SchedContext schedContext() {
        SchedContext made = emptySchedContext();
        schedControl().configure(made, SLICE_MICROS).orThrow();
        return made;
    }

    SchedContext emptySchedContext() {
        return sel4.schedContext(
                objects.make(ObjectType.SCHED_CONTEXT, SchedContext.MIN_SIZE_BITS));
    }

    void free(Handle object) {
        objects.free(object.cptr());
    }

    // Capabilities.

    long slot() {
        return objects.slot();
    }

    AbsoluteCPtr at(Handle handle) {
        return root.slot(handle.cptr());
    }

    AbsoluteCPtr at(long cptr) {
        return root.slot(cptr);
    }

    long copy(long cptr, CapRights rights) {
        long slot = slot();
        at(slot).copy(at(cptr), rights).orThrow();
        return slot;
    }

    long mint(Handle original, CapRights rights, long badge) {
        long slot = slot();
        at(slot).mint(at(original), rights, badge).orThrow();
        return slot;
    }

    Endpoint badged(Endpoint original, long badge) {
        return sel4.endpoint(mint(original, CapRights.ALL, badge));
    }

    Notification badged(Notification original, long badge) {
        return sel4.notification(mint(original, CapRights.ALL, badge));
    }

    /** Whether a slot is empty: moving it onto itself tells. */
    boolean isEmpty(long slot) {
        return isEmpty(at(slot));
    }

    boolean isEmpty(AbsoluteCPtr slot) {
        Sel4Error error = slot.move(slot);
        Check.that(
                error == Sel4Error.DELETE_FIRST || error == Sel4Error.FAILED_LOOKUP,
                "a slot moved onto itself is occupied or empty, not " + error);
        return error == Sel4Error.FAILED_LOOKUP;
    }

    // Threads.

    VSpace vspace() {
        return sel4.vspace(InitCaps.VSPACE);
    }

    /** A new address space, ready to be used. */
    VSpace vspaceOfItsOwn() {
        VSpace made = sel4.vspace(make(ObjectType.VSPACE));
        sel4.asidPool(InitCaps.ASID_POOL).assign(made).orThrow();
        return made;
    }

    /** Cores of the image. */
    int cores() {
        return bootInfo.numNodes();
    }

    /** The time of core 0, which is the runner's. */
    SchedControl schedControl() {
        return schedControl(0);
    }

    /** The time of a core. */
    SchedControl schedControl(int core) {
        return sel4.schedControl(schedControlCptr(core));
    }

    /** Names the time of a core in the CSpace of the runner. */
    long schedControlCptr(int core) {
        return bootInfo.schedControl().start() + core;
    }

    /** The endpoint on which the driver takes faults, with a badge that names the thread. */
    Endpoint faultEndpoint() {
        return sel4.endpoint(driver.faultEndpoint());
    }

    /** A thread that is ready to be started, at priority {@value #HELPER_PRIORITY}. */
    Helper helper(String name) {
        return helper(name, faultEndpoint());
    }

    /** A thread that is ready to be started, with a fault handler of its own. */
    Helper helper(String name, Endpoint faultHandler) {
        Tcb tcb = sel4.tcb(make(ObjectType.TCB));
        Frame buffer = frame();
        tcb.configure(root, 0, vspace(), 0, nextBufferAddress(), buffer).orThrow();
        Helper made =
                new Helper(
                        this, named(name, tcb), tcb, schedContext(), reply(), endpoint(), buffer);
        setUp(made, faultHandler);
        return made;
    }

    /** A thread with a CSpace and a VSpace of its own. */
    HelperProcess process(String name) {
        return process(name, faultEndpoint());
    }

    HelperProcess process(String name, Endpoint faultHandler) {
        return process(name, faultHandler, vspaceOfItsOwn());
    }

    /** As above, in an address space that is there already. */
    HelperProcess process(String name, Endpoint faultHandler, VSpace vspace) {
        Tcb tcb = sel4.tcb(make(ObjectType.TCB));
        Frame buffer = frame();
        HelperProcess made =
                new HelperProcess(
                        this,
                        named(name, tcb),
                        tcb,
                        schedContext(),
                        reply(),
                        endpoint(),
                        buffer,
                        vspace);
        tcb.configure(
                        made.cspace,
                        HelperProcess.CSPACE_DATA,
                        made.vspace,
                        0,
                        nextBufferAddress(),
                        buffer)
                .orThrow();
        setUp(made, faultHandler);
        if (setup.processes() == Setup.Processes.SPREAD) {
            made.onCore(++processes % cores());
        }
        return made;
    }

    private String named(String name, Tcb tcb) {
        String unique = name + "-" + helpers++;
        sel4.debugNameThread(tcb.cptr(), unique);
        return unique;
    }

    private void setUp(Helper made, Endpoint faultHandler) {
        made.tcb
                .setSchedParams(
                        self, MAX_PRIORITY, HELPER_PRIORITY, made.schedContext, faultHandler)
                .orThrow();
    }

    private long nextBufferAddress() {
        long address = nextBufferAddress;
        nextBufferAddress += PAGE_BYTES;
        return address;
    }

    /** The runner's own priority from now on. */
    void setPriority(int priority) {
        self.setPriority(self, priority).orThrow();
    }

    /**
     * How often to look whether something has happened on another core that must have: once where
     * time is virtual; where it is real, as long as a host may keep a thread waiting.
     */
    int looks() {
        return setup.clock() == Setup.Clock.VIRTUAL ? 1 : 1_000;
    }

    /** Lets everybody of higher priority than 0 run until they block. */
    void letOthersRun() {
        setPriority(0);
        setPriority(RUNNER_PRIORITY);
    }

    /** A message of that many words. */
    static long words(int length) {
        return MessageInfo.of(0, length);
    }

    /** Sends one word. */
    static void send(Sel4 sel4, long endpoint, long word) {
        sel4.ipc().mr(0, word);
        sel4.send(endpoint, words(1));
    }
}
