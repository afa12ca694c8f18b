package io.atoll.kernel.capability;

import io.atoll.kernel.object.KernelObject;

/**
 * What the last capability to a thread or CNode becomes while its slots are being deleted: it owns
 * the first {@link #count} of them, which are emptied from the end.
 */
public final class ZombieCapability extends Capability {
    final KernelObject dead;
    final Slot[] slots;
    final int count;

    ZombieCapability(KernelObject dead, Slot[] slots, int count) {
        this.dead = dead;
        this.slots = slots;
        this.count = count;
    }

    ZombieCapability withCount(int remaining) {
        return new ZombieCapability(dead, slots, remaining);
    }

    boolean sameAs(ZombieCapability other) {
        return slots == other.slots && count == other.count;
    }

    @Override
    public KernelObject object() {
        return dead;
    }
}
