package io.atoll.kernel.capability;

import io.atoll.kernel.footprint.KernelState;

/**
 * A capability slot and its place in the derivation tree; seL4: {@code cte_t}. The tree is one
 * doubly linked list in pre-order without depths: {@link DerivationTree} decides who is whose
 * child.
 */
public final class Slot extends KernelState {
    /** Never null; an empty slot holds {@link Capability#NULL}. */
    public Capability capability = Capability.NULL;

    Slot previous;
    Slot next;

    /** This capability can have children. */
    boolean revocable;

    /** First capability minted with its badge: no child of another one with the same badge. */
    boolean firstBadged;

    public static Slot[] array(int count) {
        Slot[] slots = new Slot[count];
        for (int i = 0; i < count; i++) {
            slots[i] = new Slot();
        }
        return slots;
    }

    public boolean isEmpty() {
        return capability == Capability.NULL;
    }

    /** Whether this capability can have children; for checks. */
    public boolean isRevocable() {
        return revocable;
    }

    /** Whether this is the first capability with its badge; for checks. */
    public boolean isFirstBadged() {
        return firstBadged;
    }

    /** Next slot of the derivation list, or null. */
    public Slot next() {
        return next;
    }

    /** Previous slot of the derivation list, or null. */
    public Slot previous() {
        return previous;
    }

    @Override
    public String toString() {
        return "slot[" + capability + "]";
    }
}
