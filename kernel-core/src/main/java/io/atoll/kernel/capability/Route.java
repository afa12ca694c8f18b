package io.atoll.kernel.capability;

import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.object.ThreadObject;

/**
 * Remembers where a CPtr led, so that the IPC path need not walk the CSpace again. A slot's place
 * in a CNode never changes and capabilities are immutable: so the way is the same as long as the
 * capabilities along it are the very same values, which is compared on every use, and nothing ever
 * has to be invalidated. What the slot contains is always read anew. Ways through more than two
 * CNodes are not remembered.
 *
 * <p>Owned by one thread's system calls.
 */
public final class Route {
    private long cptr;
    private Capability root;

    /** The slot with the second CNode's capability, or null if there is no second. */
    private Slot via;

    private Capability viaCapability;
    private Slot slot;

    /** As {@link CSpace#lookup}. */
    public Slot follow(ThreadObject thread, long cptr, LookupResult result) {
        if (cptr == this.cptr
                && thread.cspaceRoot.capability == root
                && (via == null || via.capability == viaCapability)) {
            return slot;
        }
        return find(thread, cptr, result);
    }

    /** What the last CPtr led to, remembered or not; null if nowhere. */
    public Slot lastFollowed() {
        return slot;
    }

    /** Says which slots the last CPtr's way led over: see {@link Footprint}. */
    public void tellFootprint(ThreadObject thread) {
        Footprint.reads(thread.cspaceRoot);
        if (via != null) {
            Footprint.reads(via);
        }
        if (slot != null) {
            Footprint.reads(slot);
        }
    }

    private Slot find(ThreadObject thread, long cptr, LookupResult result) {
        Slot found = CSpace.lookup(thread, cptr, result);
        root = null;
        slot = found;
        if (found == null) {
            return null;
        }
        CNodeCapability first = (CNodeCapability) thread.cspaceRoot.capability;
        Slot inFirst = CSpace.slotIn(first, cptr, Long.SIZE);
        if (inFirst == found) {
            remember(cptr, first, null, found);
        } else {
            CNodeCapability second = (CNodeCapability) inFirst.capability;
            int bitsLeft = Long.SIZE - CSpace.levelBits(first);
            if (CSpace.slotIn(second, cptr, bitsLeft) == found) {
                remember(cptr, first, inFirst, found);
            }
        }
        return found;
    }

    private void remember(long cptr, Capability root, Slot via, Slot slot) {
        this.cptr = cptr;
        this.root = root;
        this.via = via;
        this.viaCapability = via == null ? null : via.capability;
        this.slot = slot;
    }
}
