package io.atoll.conformance.recordings;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The state of a comparison: what has been found so far, and what the slots should hold. */
final class Comparison {
    /** Lines shown before a mismatch. */
    private static final int CONTEXT_LINES = 8;

    private final Recording recording;
    private final CapType[] slots = new CapType[WorldLayout.T_SLOTS + WorldLayout.N_SLOTS];
    private final Map<NamedDifference, Integer> listed = new EnumMap<>(NamedDifference.class);
    private int compared;
    private int matched;
    private Mismatch mismatch;

    Comparison(Recording recording) {
        this.recording = recording;
        java.util.Arrays.fill(slots, CapType.NULL);
        slots[0] = CapType.UNTYPED;
        if (recording.world().deviceBits() != 0) {
            slots[1] = CapType.UNTYPED;
        }
    }

    /** What slot {@code index} should hold now. */
    CapType slot(int index) {
        return slots[index];
    }

    int slotCount() {
        return slots.length;
    }

    void apply(SlotChanges changes) {
        changes.applyTo(slots);
    }

    boolean hasMismatch() {
        return mismatch != null;
    }

    /** An operation was answered as recorded. */
    void matched() {
        compared++;
        matched++;
    }

    /** An operation was answered as recorded but for a difference of the machine. */
    void listed(NamedDifference difference) {
        compared++;
        listed.merge(difference, 1, Integer::sum);
    }

    /** Notes the first mismatch; later ones follow from it. */
    void mismatch(int line, String operation, String expected, String got) {
        if (mismatch == null) {
            compared++;
            List<String> before =
                    recording.lines().subList(Math.max(0, line - 1 - CONTEXT_LINES), line - 1);
            mismatch = new Mismatch(recording.file(), line, operation, expected, got, before);
        }
    }

    ReplayResult result() {
        return new ReplayResult(
                recording.file(),
                recording.category(),
                compared,
                matched,
                Map.copyOf(listed),
                Math.max(0, operations() - compared),
                mismatch);
    }

    /** Everything in the recording that counts as an operation compared. */
    private int operations() {
        int count = 0;
        for (Step step : recording.steps()) {
            count +=
                    switch (step) {
                        case Step.Operation _, Step.Start _ -> 1;
                        case Step.Run run -> run.events().size() + 1;
                        case Step.Script _ -> 0;
                    };
        }
        return count;
    }
}
