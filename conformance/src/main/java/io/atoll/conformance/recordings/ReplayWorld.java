package io.atoll.conformance.recordings;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CNodeCapData;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UntypedDescription;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.AbsoluteCPtr;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Handle;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.api.cap.Untyped;

/**
 * Builds the world of {@link WorldLayout} out of what the initial task is given, with ordinary
 * system calls. The originals of all capabilities stay in the initial task's root CNode, which
 * nothing in the world leads to: what the world holds are plain copies, so deleting them destroys
 * nothing.
 */
final class ReplayWorld {
    /** Budget and period, microseconds: nobody is ever preempted by time. */
    private static final long SLICE_MICROS = 600_000_000;

    private static final int SCHED_CONTEXT_BITS = 8;
    private static final int HELPER_PRIORITY = 1;
    private static final int FIRST_PARK = 32;
    private static final int FIRST_BUFFER = 40;

    private final Sel4 sel4;
    private final BootInfo bootInfo;
    private final int home;
    private final WorldLayout layout;
    private final CNode root;
    private final Untyped memory;
    private long nextSlot;

    private CNode w;
    private CNode s;
    private CNode t;
    private CNode n;

    /**
     * @param home the core on which the world is to be
     */
    ReplayWorld(Sel4 sel4, BootInfo bootInfo, int home, WorldLayout layout) {
        this.sel4 = sel4;
        this.bootInfo = bootInfo;
        this.home = home;
        this.layout = layout;
        this.root = sel4.cnode(InitCaps.CNODE);
        this.memory = sel4.untyped(untyped(false));
        this.nextSlot = bootInfo.empty().start();
    }

    /**
     * Builds it, and moves the calling thread into it.
     *
     * @param helper program of a thread that runs when no other one in the world can
     */
    void build(StackfulProgram helper) {
        ownTime();
        w = sel4.cnode(make(ObjectType.CAP_TABLE, WorldLayout.W_RADIX));
        s = sel4.cnode(make(ObjectType.CAP_TABLE, WorldLayout.S_RADIX));
        t = sel4.cnode(make(ObjectType.CAP_TABLE, WorldLayout.T_RADIX));
        n = sel4.cnode(make(ObjectType.CAP_TABLE, WorldLayout.N_RADIX));
        fillS();
        fillW();
        start(helper);
        fillT();
        sel4.tcb(InitCaps.TCB)
                .setSpace(null, w, rootData(), sel4.vspace(InitCaps.VSPACE), 0)
                .orThrow();
    }

    /** The calling thread's time is that of its home from now on, and takes the thread along. */
    private void ownTime() {
        sel4.schedControl(schedControl())
                .configure(sel4.schedContext(InitCaps.SC), SLICE_MICROS)
                .orThrow();
    }

    private void fillS() {
        copy(inS(1), InitCaps.TCB);
        copy(inS(2), w.cptr());
        copy(inS(3), s.cptr());
        copy(inS(4), t.cptr());
        copy(inS(5), InitCaps.VSPACE);
        copy(inS(6), schedControl());
        copy(inS(7), InitCaps.SC);
        copy(inS(8), InitCaps.IPC_BUFFER);
        inS(9).move(root.slot(InitCaps.IRQ_CONTROL)).orThrow();
        copy(inS(10), InitCaps.DOMAIN);
        mint(inS(11), t, 6, 0);
        mint(inS(12), t, 4, 0xa);
        mint(inS(13), t, 58, 0);
        copy(inS(14), n.cptr());
        copy(inS((int) (WorldLayout.DONE & 0xff)), make(ObjectType.NOTIFICATION, 0));
        for (int i = 0; i <= WorldLayout.LAST_THREAD; i++) {
            copy(inS(FIRST_PARK + i), make(ObjectType.NOTIFICATION, 0));
            copy(
                    inS(FIRST_BUFFER + i),
                    i == 0 ? InitCaps.IPC_BUFFER : make(ObjectType.SMALL_PAGE, 0));
        }
    }

    private void fillW() {
        mint(inW(1), s, 4, 0);
        mint(inW(2), t, 6, 0);
        mint(inW(3), t, 6, 0x15);
        inW(4).copy(inS((int) (WorldLayout.DONE & 0xff)), CapRights.ALL).orThrow();
        mint(inW(5), t, 10, 3);
        mint(inW(6), n, 8, 0);
        mint(inW(7), t, 0, 0);
    }

    private void fillT() {
        memory.retype(ObjectType.UNTYPED, layout.untypedBits(), t, 0, 1).orThrow();
        if (layout.deviceBits() != 0) {
            sel4.untyped(untyped(true))
                    .retype(ObjectType.UNTYPED, layout.deviceBits(), t, 1, 1)
                    .orThrow();
        }
    }

    private void start(StackfulProgram helper) {
        Tcb tcb = sel4.tcb(make(ObjectType.TCB, 0));
        Handle time = sel4.schedContext(make(ObjectType.SCHED_CONTEXT, SCHED_CONTEXT_BITS));
        var schedContext = sel4.schedContext(time.cptr());
        sel4.schedControl(schedControl()).configure(schedContext, SLICE_MICROS).orThrow();
        tcb.configure(w, rootData(), sel4.vspace(InitCaps.VSPACE), 0, 0, null).orThrow();
        tcb.setSchedParams(
                        sel4.tcb(InitCaps.TCB),
                        HELPER_PRIORITY,
                        HELPER_PRIORITY,
                        schedContext,
                        null)
                .orThrow();
        tcb.writeRegisters(true, UserContext.at(sel4.entryPoint(helper))).orThrow();
    }

    private static long rootData() {
        return CNodeCapData.of(0, WorldLayout.ROOT_GUARD_BITS);
    }

    private long schedControl() {
        return bootInfo.schedControl().start() + home;
    }

    private AbsoluteCPtr inW(int index) {
        return w.slot(index, WorldLayout.W_RADIX);
    }

    private AbsoluteCPtr inS(int index) {
        return s.slot(index, WorldLayout.S_RADIX);
    }

    private void copy(AbsoluteCPtr slot, long from) {
        slot.copy(root.slot(from), CapRights.ALL).orThrow();
    }

    private void mint(AbsoluteCPtr slot, CNode node, int guardBits, long guard) {
        slot.mint(root.slot(node.cptr()), CapRights.ALL, CNodeCapData.of(guard, guardBits))
                .orThrow();
    }

    private long make(ObjectType type, int sizeBits) {
        long slot = nextSlot++;
        memory.retype(type, sizeBits, root, slot, 1).orThrow();
        return slot;
    }

    /** The largest untyped, of ordinary or device memory. */
    private long untyped(boolean isDevice) {
        int best = -1;
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            UntypedDescription candidate = bootInfo.untypedList().get(i);
            if (candidate.isDevice() == isDevice
                    && (best < 0
                            || candidate.sizeBits()
                                    > bootInfo.untypedList().get(best).sizeBits())) {
                best = i;
            }
        }
        if (best < 0) {
            throw new IllegalStateException("the machine has no such memory");
        }
        return bootInfo.untyped().start() + best;
    }
}
