package io.atoll.cluster.simulated;

/**
 * Cycles and ticks, which are nanoseconds: how fast the cores' clocks go.
 *
 * @param megahertz cycles in a microsecond
 */
record VirtualClock(int megahertz) {
    long ticks(long cycles) {
        return cycles / megahertz * 1000 + cycles % megahertz * 1000 / megahertz;
    }

    /** The first cycle at which the clock shows that many ticks; or {@link Agenda#NEVER}. */
    long cyclesOf(long ticks) {
        if (ticks >= Long.MAX_VALUE / megahertz) {
            return Agenda.NEVER;
        }
        return (ticks * megahertz + 999) / 1000;
    }
}
