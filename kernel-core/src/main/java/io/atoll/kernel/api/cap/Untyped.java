package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** A capability to untyped memory. */
public final class Untyped extends Handle {
    public Untyped(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /**
     * Makes {@code count} objects into consecutive slots; seL4: {@code seL4_Untyped_Retype}.
     *
     * @param sizeBits for types of variable size: log2 of bytes, or of slots for a CNode
     * @param nodeIndex together with {@code nodeDepth}: the CNode below {@code root} that gets
     *     them; depth 0 means {@code root} itself
     * @param nodeOffset first slot in that CNode
     */
    public Sel4Error retype(
            ObjectType type,
            int sizeBits,
            CNode root,
            long nodeIndex,
            int nodeDepth,
            long nodeOffset,
            int count) {
        mrs(type.number(), sizeBits, nodeIndex, nodeDepth, nodeOffset, count).cap(0, root.cptr);
        return invoke(InvocationLabel.UNTYPED_RETYPE, 1, 6);
    }

    /** As above, into {@code destination} itself. */
    public Sel4Error retype(
            ObjectType type, int sizeBits, CNode destination, long nodeOffset, int count) {
        return retype(type, sizeBits, destination, 0, 0, nodeOffset, count);
    }
}
