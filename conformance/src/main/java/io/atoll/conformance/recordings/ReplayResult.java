package io.atoll.conformance.recordings;

import java.util.Map;

/**
 * How the replay of one recording ended.
 *
 * @param file the recording
 * @param category the kind of program in it
 * @param compared operations whose answers were compared, up to the first mismatch
 * @param matched those that were answered as recorded
 * @param listed those that differ for a known reason of the machine
 * @param notReached operations after the first mismatch
 * @param mismatch the first, or null
 */
public record ReplayResult(
        String file,
        String category,
        int compared,
        int matched,
        Map<NamedDifference, Integer> listed,
        int notReached,
        Mismatch mismatch) {

    /** Whether all was as recorded. */
    public boolean isMatch() {
        return mismatch == null;
    }
}
