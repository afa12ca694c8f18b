package io.atoll.coordinator;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.Sel4Exception;
import io.atoll.kernel.api.cap.AbsoluteCPtr;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.PagingTable;
import io.atoll.kernel.api.cap.Untyped;
import io.atoll.kernel.api.cap.VSpace;

/**
 * Makes kernel objects for an initial task: from the first untyped that has room, into the next
 * free slot of its root CNode. What it made is never taken back. Used by that task's thread only;
 * the counterpart of the allocators of seL4's user-level libraries.
 */
public final class ObjectAllocator {
    /** Objects that one retype can make; seL4: {@code CONFIG_RETYPE_FAN_OUT_LIMIT}. */
    private static final int FAN_OUT_LIMIT = 256;

    private final Sel4 sel4;
    private final BootInfo bootInfo;
    private final CNode root;
    private long nextSlot;

    public ObjectAllocator(Sel4 sel4, BootInfo bootInfo) {
        this.sel4 = sel4;
        this.bootInfo = bootInfo;
        this.root = sel4.cnode(InitCaps.CNODE);
        this.nextSlot = bootInfo.empty().start();
    }

    /** The root CNode. */
    public CNode root() {
        return root;
    }

    /**
     * The next free slot.
     *
     * @throws IllegalStateException if the root CNode is full
     */
    public long slot() {
        return slots(1);
    }

    /** The first of {@code count} consecutive free slots. */
    public long slots(int count) {
        if (nextSlot + count > bootInfo.empty().end()) {
            throw new IllegalStateException(
                    "the root CNode has no %d free slots left of %d"
                            .formatted(count, bootInfo.empty().end()));
        }
        long first = nextSlot;
        nextSlot += count;
        return first;
    }

    /** The address of a slot of the root CNode. */
    public AbsoluteCPtr at(long slot) {
        return root.slot(slot);
    }

    /** A new object of fixed size; returns its CPtr. */
    public long make(ObjectType type) {
        return make(type, 0);
    }

    /**
     * A new object.
     *
     * @param sizeBits for types of variable size, otherwise ignored
     * @return its CPtr
     * @throws Sel4Exception with {@code NOT_ENOUGH_MEMORY} if no untyped has room
     */
    public long make(ObjectType type, int sizeBits) {
        long slot = slot();
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            if (bootInfo.untypedList().get(i).isDevice()) {
                continue;
            }
            Untyped untyped = sel4.untyped(bootInfo.untyped().start() + i);
            Sel4Error error = untyped.retype(type, sizeBits, root, slot, 1);
            if (error != Sel4Error.NOT_ENOUGH_MEMORY) {
                error.orThrow();
                return slot;
            }
        }
        throw new Sel4Exception(Sel4Error.NOT_ENOUGH_MEMORY);
    }

    /**
     * Objects of fixed size from one untyped, one after the other in memory and in consecutive
     * slots.
     *
     * @return CPtr of the first
     */
    public long makeFrom(long untypedCptr, ObjectType type, int count) {
        long first = slots(count);
        for (int made = 0; made < count; made += FAN_OUT_LIMIT) {
            sel4.untyped(untypedCptr)
                    .retype(type, 0, root, first + made, Math.min(FAN_OUT_LIMIT, count - made))
                    .orThrow();
        }
        return first;
    }

    /** A new address space, ready for use. */
    public long makeVSpace() {
        long made = make(ObjectType.VSPACE);
        sel4.asidPool(InitCaps.ASID_POOL).assign(sel4.vspace(made)).orThrow();
        return made;
    }

    /** Maps a frame, and before it whatever tables are missing above. */
    public void map(long frameCptr, VSpace vspace, long address, CapRights rights) {
        while (true) {
            Sel4Error error = sel4.frame(frameCptr).map(vspace, address, rights);
            if (error != Sel4Error.FAILED_LOOKUP) {
                error.orThrow();
                return;
            }
            mapTable(vspace, address, error);
        }
    }

    /** Maps the table that the last answer missed, and before it those missing above that. */
    private void mapTable(VSpace vspace, long address, Sel4Error error) {
        IpcBuffer ipc = sel4.ipc();
        if (ipc.mr(1) != LookupFailure.MISSING_CAPABILITY) {
            throw new Sel4Exception(error);
        }
        ObjectType type = PagingTable.typeMissing(ipc.mr(2));
        PagingTable table = PagingTable.of(sel4, type, make(type));
        Sel4Error answer = table.map(vspace, address);
        while (answer == Sel4Error.FAILED_LOOKUP) {
            mapTable(vspace, address, answer);
            answer = table.map(vspace, address);
        }
        answer.orThrow();
    }

    /** A copy of a capability in a new slot of the root CNode. */
    public long copy(long cptr, CapRights rights) {
        long slot = slot();
        at(slot).copy(at(cptr), rights).orThrow();
        return slot;
    }

    /** A badged copy in a new slot. */
    public long mint(long cptr, CapRights rights, long badge) {
        long slot = slot();
        at(slot).mint(at(cptr), rights, badge).orThrow();
        return slot;
    }
}
