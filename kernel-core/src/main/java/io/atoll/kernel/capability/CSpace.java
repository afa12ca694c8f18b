package io.atoll.kernel.capability;

import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.object.ThreadObject;

/**
 * The lookup from a capability address to a slot (manual, "Capability Address Spaces"; {@code
 * sel4-api} 2.5). Allocates nothing but the slots near one that is looked up first ({@link
 * SlotTable}); linear in the depth of the CSpace.
 */
public final class CSpace {
    private CSpace() {}

    /**
     * The slot that a CPtr names in a thread's CSpace. Stops with success at the first slot that is
     * no CNode, whatever bits are left: so an empty slot half-way is a null capability, not a
     * failure.
     *
     * @return null if the lookup failed; {@code result} says why
     */
    public static Slot lookup(ThreadObject thread, long cptr, LookupResult result) {
        Footprint.reads(thread.cspaceRoot);
        return resolve(thread.cspaceRoot.capability, cptr, Long.SIZE, result);
    }

    /**
     * The slot that a CNode operation names with an explicit depth, all bits of which must be used.
     *
     * @param depth 1 to 64, checked by the caller
     * @return null if the lookup failed; {@code result} says why
     */
    public static Slot lookupExactly(Capability root, long index, int depth, LookupResult result) {
        Slot slot = resolve(root, index, depth, result);
        if (slot != null && result.bitsLeft != 0) {
            result.depthMismatch(result.bitsLeft, 0);
            return null;
        }
        return slot;
    }

    private static Slot resolve(Capability root, long cptr, int bits, LookupResult result) {
        if (!(root instanceof CNodeCapability node)) {
            result.invalidRoot();
            return null;
        }
        int bitsLeft = bits;
        while (true) {
            int levelBits = levelBits(node);
            if (levelBits > bitsLeft || !guardMatches(node, cptr, bitsLeft)) {
                fail(node, cptr, bitsLeft, result);
                return null;
            }
            Slot slot = slotIn(node, cptr, bitsLeft);
            Footprint.reads(slot);
            bitsLeft -= levelBits;
            if (bitsLeft == 0 || !(slot.capability instanceof CNodeCapability below)) {
                result.bitsLeft = bitsLeft;
                return slot;
            }
            node = below;
        }
    }

    /** Address bits that one CNode uses. */
    static int levelBits(CNodeCapability node) {
        return node.guardBits + node.cnode.radixBits;
    }

    /** The slot of one CNode that an address with so many bits left selects. */
    static Slot slotIn(CNodeCapability node, long cptr, int bitsLeft) {
        int index = (int) (cptr >>> (bitsLeft - levelBits(node)));
        return node.cnode.slots.get(index & ((1 << node.cnode.radixBits) - 1));
    }

    private static boolean guardMatches(CNodeCapability node, long cptr, int bitsLeft) {
        int guardBits = node.guardBits;
        if (guardBits == 0) {
            return true;
        }
        long mask = (1L << guardBits) - 1;
        return guardBits <= bitsLeft && ((cptr >>> (bitsLeft - guardBits)) & mask) == node.guard;
    }

    /** The guard is judged before the depth. */
    private static void fail(CNodeCapability node, long cptr, int bitsLeft, LookupResult result) {
        if (!guardMatches(node, cptr, bitsLeft)) {
            result.guardMismatch(bitsLeft, node.guard, node.guardBits);
        } else {
            result.depthMismatch(bitsLeft, levelBits(node));
        }
        assert result.failure != LookupFailure.INVALID_ROOT;
    }
}
