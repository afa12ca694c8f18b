package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.Sel4Error;

/**
 * One slot, named from a CNode capability: the operand of CNode operations. The slot operated on is
 * {@code this}; sources are arguments.
 *
 * @param root the CNode from which the slot is resolved
 * @param index the address, of which {@code depth} bits count
 * @param depth bits to resolve
 */
public record AbsoluteCPtr(CNode root, long index, int depth) {

    /** seL4: {@code seL4_CNode_Copy}. */
    public Sel4Error copy(AbsoluteCPtr source, CapRights rights) {
        IpcBuffer ipc = root.mrs(index, depth, source.index, source.depth, rights.word());
        ipc.cap(0, source.root.cptr());
        return root.invoke(InvocationLabel.CNODE_COPY, 1, 5);
    }

    /** seL4: {@code seL4_CNode_Mint}. */
    public Sel4Error mint(AbsoluteCPtr source, CapRights rights, long badge) {
        IpcBuffer ipc = root.mrs(index, depth, source.index, source.depth, rights.word(), badge);
        ipc.cap(0, source.root.cptr());
        return root.invoke(InvocationLabel.CNODE_MINT, 1, 6);
    }

    /** seL4: {@code seL4_CNode_Move}. */
    public Sel4Error move(AbsoluteCPtr source) {
        root.mrs(index, depth, source.index, source.depth).cap(0, source.root.cptr());
        return root.invoke(InvocationLabel.CNODE_MOVE, 1, 4);
    }

    /** seL4: {@code seL4_CNode_Mutate}. */
    public Sel4Error mutate(AbsoluteCPtr source, long data) {
        root.mrs(index, depth, source.index, source.depth, data).cap(0, source.root.cptr());
        return root.invoke(InvocationLabel.CNODE_MUTATE, 1, 5);
    }

    /** Moves {@code pivot} here and {@code source} to it; seL4: {@code seL4_CNode_Rotate}. */
    public Sel4Error rotate(long data, AbsoluteCPtr pivot, long pivotData, AbsoluteCPtr source) {
        IpcBuffer ipc =
                root.mrs(
                        index,
                        depth,
                        data,
                        pivot.index,
                        pivot.depth,
                        pivotData,
                        source.index,
                        source.depth);
        ipc.cap(0, pivot.root.cptr());
        ipc.cap(1, source.root.cptr());
        return root.invoke(InvocationLabel.CNODE_ROTATE, 2, 8);
    }

    /** seL4: {@code seL4_CNode_Delete}. */
    public Sel4Error delete() {
        root.mrs(index, depth);
        return root.invoke(InvocationLabel.CNODE_DELETE, 0, 2);
    }

    /** seL4: {@code seL4_CNode_Revoke}. */
    public Sel4Error revoke() {
        root.mrs(index, depth);
        return root.invoke(InvocationLabel.CNODE_REVOKE, 0, 2);
    }

    /** seL4: {@code seL4_CNode_CancelBadgedSends}. */
    public Sel4Error cancelBadgedSends() {
        root.mrs(index, depth);
        return root.invoke(InvocationLabel.CNODE_CANCEL_BADGED_SENDS, 0, 2);
    }
}
