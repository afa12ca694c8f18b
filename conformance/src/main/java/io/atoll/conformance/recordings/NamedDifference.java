package io.atoll.conformance.recordings;

/**
 * The answers in which the emulated machine differs from the recorded one because it is another
 * machine, not because its kernel has other rules. docs/fidelity.md lists them for readers; nothing
 * else is excused.
 */
public enum NamedDifference {
    /** See {@link #reason}. */
    MAXIMUM_PERIOD(
            "the longest period of a scheduling context follows from the frequency of the"
                    + " machine's clock: both ends of the comparison are translated");

    private final String reason;

    NamedDifference(String reason) {
        this.reason = reason;
    }

    /** Why the machines differ. */
    public String reason() {
        return reason;
    }

    /** The name under which reports and docs/fidelity.md speak of it. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
