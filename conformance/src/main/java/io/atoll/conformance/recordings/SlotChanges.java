package io.atoll.conformance.recordings;

import java.util.List;

/** The slots of the test CNodes T and N whose content changed, and what they hold now. */
record SlotChanges(List<Change> changes) {

    /**
     * One slot.
     *
     * @param slot index in T, or {@link WorldLayout#T_SLOTS} plus the index in N
     */
    record Change(int slot, CapType type) {}

    void applyTo(CapType[] slots) {
        for (Change change : changes) {
            slots[change.slot] = change.type;
        }
    }
}
