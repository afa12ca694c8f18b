package io.atoll.benchmarks.subjects;

import io.atoll.kernel.api.CNodeCapData;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.CNode;

/**
 * {@code Poll} of two notifications in turn, through a number of CNodes: each resolves eight bits,
 * the last one also what is left, as its guard. In turn, because a thread remembers the way of the
 * CPtr that it used last if it is short.
 *
 * <p>The chain hangs below the initial task's root CNode by being made its CSpace root.
 */
public final class Lookup extends BatchSubject {
    private static final int RADIX_BITS = 8;
    private static final int SLOT = 5;

    private final int depth;
    private long one;
    private long other;

    /**
     * @param depth CNodes on the way, 1 to 8
     */
    public Lookup(int depth) {
        super("depth-" + depth);
        this.depth = depth;
    }

    @Override
    void prepare(Task task) {
        Sel4 sel4 = task.sel4;
        CNode root = sel4.cnode(InitCaps.CNODE);
        long notification = task.objects.make(ObjectType.NOTIFICATION);
        long below = 0;
        for (int level = depth; level >= 1; level--) {
            long cnode = task.objects.make(ObjectType.CAP_TABLE, RADIX_BITS);
            CNode made = sel4.cnode(cnode);
            if (level == depth) {
                made.slot(SLOT, RADIX_BITS).copy(root.slot(notification), CapRights.ALL).orThrow();
                made.slot(SLOT + 1L, RADIX_BITS)
                        .copy(root.slot(notification), CapRights.ALL)
                        .orThrow();
            } else {
                made.slot(SLOT, RADIX_BITS).move(root.slot(below)).orThrow();
            }
            below = withGuard(task, cnode, level);
        }
        enter(task, below);
    }

    /** The capability of a level: the last one's guard takes the bits that are left. */
    private long withGuard(Task task, long cnode, int level) {
        if (level < depth) {
            return cnode;
        }
        long slot = task.objects.slot();
        CNode root = task.sel4.cnode(InitCaps.CNODE);
        root.slot(slot)
                .mint(
                        root.slot(cnode),
                        CapRights.ALL,
                        CNodeCapData.of(0, Long.SIZE - depth * RADIX_BITS))
                .orThrow();
        return slot;
    }

    /** From now on the client's CPtrs begin in the chain. */
    private void enter(Task task, long first) {
        Sel4 sel4 = task.sel4;
        sel4.tcb(InitCaps.TCB)
                .setSpace(null, sel4.cnode(first), 0, sel4.vspace(InitCaps.VSPACE), 0)
                .orThrow();
        long prefix = 0;
        for (int level = 1; level < depth; level++) {
            prefix = prefix << RADIX_BITS | SLOT;
        }
        // the last level: its guard of zeros, then its slot
        long shifted = depth == 8 ? prefix << RADIX_BITS : prefix << (Long.SIZE - (depth - 1) * 8);
        if (depth == 1) {
            shifted = 0;
        }
        one = shifted | SLOT;
        other = shifted | (SLOT + 1);
    }

    @Override
    void operate(Sel4 sel4, int operations) {
        for (int i = 0; i < operations; i += 2) {
            sel4.nbAwait(one);
            sel4.nbAwait(other);
        }
    }
}
