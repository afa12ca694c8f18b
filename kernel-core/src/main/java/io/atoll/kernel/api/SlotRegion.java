package io.atoll.kernel.api;

/**
 * A half-open range of slots in the initial task's root CNode; seL4: {@code seL4_SlotRegion}.
 *
 * @param start first slot
 * @param end one past the last
 */
public record SlotRegion(long start, long end) {
    /** No slots. */
    public static final SlotRegion NONE = new SlotRegion(0, 0);

    public int size() {
        return (int) (end - start);
    }
}
