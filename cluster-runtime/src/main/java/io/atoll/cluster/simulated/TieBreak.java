package io.atoll.cluster.simulated;

/** Who comes first among cores whose time is the same. */
interface TieBreak {
    /** The place of a core at that time: the smallest comes first. */
    long of(int core, long cycles);

    /**
     * As a seed says. A function of core and time and of nothing else, so that the order does not
     * depend on how often a core has left the host's thread before.
     */
    static TieBreak seeded(long seed) {
        return (core, cycles) -> SeededRandom.mix(SeededRandom.mix(seed ^ core) + cycles);
    }
}
