package io.atoll.cluster.simulated.concurrency;

/** What happened to the entries of one image. Cycles are virtual. */
public final class ControlStatistics {
    long entries;
    long waits;
    long waitedCycles;
    long acquireCycles;
    long heldCycles;
    long delayedFastpaths;
    long aborts;
    long fallbacks;

    ControlStatistics() {}

    /** Times that a lock was taken, or a transaction or fastpath entered. */
    public long entries() {
        return entries;
    }

    /** How often somebody had to wait for somebody else. */
    public long waits() {
        return waits;
    }

    /** How long, all together. */
    public long waitedCycles() {
        return waitedCycles;
    }

    /** From when the image's lock was asked for until it was had, all together, waits included. */
    public long acquireCycles() {
        return acquireCycles;
    }

    /** How long the image's lock was held, all together. */
    public long heldCycles() {
        return heldCycles;
    }

    /** Fastpaths that waited until a slow path was over. */
    public long delayedFastpaths() {
        return delayedFastpaths;
    }

    /** Transactions that had to begin again. */
    public long aborts() {
        return aborts;
    }

    /** Transactions that were given up for the lock. */
    public long fallbacks() {
        return fallbacks;
    }

    /** A core waits until that time, if it has not come. */
    void waitUntil(EntryClock core, long cycles) {
        long missing = cycles - core.cycles();
        if (missing > 0) {
            waits++;
            waitedCycles += missing;
            core.waitUntil(cycles);
        }
    }
}
