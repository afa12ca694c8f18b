package io.atoll.kernel.scheduling;

/**
 * Which domain's threads may run, and for how long: a table of (domain, duration) entries that is
 * followed from its start to the first end marker, again and again ({@code sel4-api} 5.8). An entry
 * of duration 0 is an end marker; the last one always is. With one domain nothing is timed.
 */
public final class DomainSchedule {
    /** Durations have 56 bits. */
    public static final long MAX_DURATION_TICKS = (1L << 56) - 1;

    private static final int ENTRIES = 100;
    private static final int ENTRIES_OF_ONE_DOMAIN = 2;

    private final int domains;
    private final int[] domain;
    private final long[] durationTicks;
    private int start;
    private int index;
    private int current;
    private long remainingTicks = MAX_DURATION_TICKS;

    /** The schedule of an image that has just booted: domain 0, all the time. */
    public DomainSchedule(int domains) {
        this.domains = domains;
        int length = domains == 1 ? ENTRIES_OF_ONE_DOMAIN : ENTRIES;
        this.domain = new int[length];
        this.durationTicks = new long[length];
        durationTicks[0] = MAX_DURATION_TICKS;
    }

    public int domains() {
        return domains;
    }

    /** Entries of the table, the last end marker included. */
    public int length() {
        return domain.length;
    }

    public int start() {
        return start;
    }

    public boolean isEndMarker(int entry) {
        return durationTicks[entry] == 0;
    }

    /** The domain whose threads run. */
    public int current() {
        return current;
    }

    /** Whether the current domain's time ends at all. */
    boolean isTimed() {
        return domains > 1;
    }

    long remainingTicks() {
        return remainingTicks;
    }

    /** Too little time is left for a kernel operation. */
    boolean isExpired() {
        return isTimed() && remainingTicks == 0;
    }

    void elapse(long ticks) {
        remainingTicks =
                ticks + Refills.MIN_BUDGET_TICKS >= remainingTicks ? 0 : remainingTicks - ticks;
    }

    /** The next entry's turn. */
    void next() {
        index++;
        if (index >= domain.length || isEndMarker(index)) {
            index = start;
        }
        current = domain[index];
        remainingTicks = durationTicks[index];
    }

    /** Takes effect when the entry's turn comes. */
    public void configure(int entry, int newDomain, long newDurationTicks) {
        domain[entry] = newDomain;
        durationTicks[entry] = newDurationTicks;
    }

    /** The schedule begins there from now on, at once. */
    void setStart(int entry) {
        start = entry;
        index = domain.length - 1;
        remainingTicks = 0;
    }
}
