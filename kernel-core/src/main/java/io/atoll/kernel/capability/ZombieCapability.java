package io.atoll.kernel.capability;

import io.atoll.kernel.object.KernelObject;

/**
 * What the last capability to a thread or CNode becomes while its slots are being deleted: it owns
 * the first {@link #count} of them, which are emptied from the end.
 *
 * <p>A deletion empties the slots that it was asked to empty, not those that lie deeper: the zombie
 * of a CNode that another CNode held the last capability to moves into the first of its own slots.
 * Nothing leads there any more; it goes when the memory is revoked.
 */
public final class ZombieCapability extends Capability {
    final KernelObject dead;
    final SlotTable slots;
    final int count;

    ZombieCapability(KernelObject dead, SlotTable slots, int count) {
        this.dead = dead;
        this.slots = slots;
        this.count = count;
    }

    ZombieCapability withCount(int remaining) {
        return new ZombieCapability(dead, slots, remaining);
    }

    boolean sameAs(ZombieCapability other) {
        return dead == other.dead && count == other.count;
    }

    /** Whether it stands in the first of its own slots: a deletion may leave it there. */
    public boolean isOwnedBy(Slot slot) {
        return slots.getIfMade(0) == slot;
    }

    /** Whether all slots that it does not own any more are empty; for checks. */
    public boolean isEmptyBeyondItsSlots() {
        for (int i = count; i < slots.size(); i++) {
            Slot slot = slots.getIfMade(i);
            if (slot != null && !slot.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public KernelObject object() {
        return dead;
    }
}
