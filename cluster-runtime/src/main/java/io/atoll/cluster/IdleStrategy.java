package io.atoll.cluster;

/** What a core does that has nothing to run: how soon it reacts against what it costs the host. */
public enum IdleStrategy {
    /** Watches its interrupt lines without pause. Reacts soonest; takes a whole CPU. */
    SPIN(Integer.MAX_VALUE, 0),

    /**
     * Watches for some microseconds, lets others run for a while, then sleeps until it is woken.
     */
    BACK_OFF(2_000, 50),

    /** Sleeps at once until it is woken. Whoever wakes it pays microseconds. */
    PARK(0, 0);

    private final int spins;
    private final int yields;

    IdleStrategy(int spins, int yields) {
        this.spins = spins;
        this.yields = yields;
    }

    /** Looks at the interrupt lines before a core first yields its CPU. */
    public int spins() {
        return spins;
    }

    /** Times a core yields its CPU before it sleeps. */
    public int yields() {
        return yields;
    }

    /** True if a core never gives up its CPU: only sensible with a CPU per core. */
    public boolean needsOwnCpu() {
        return this == SPIN;
    }
}
