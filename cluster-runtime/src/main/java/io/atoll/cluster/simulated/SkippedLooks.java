package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.cache.CacheLine;

/**
 * Looks of one core at a line that it has, one after the other, which are let pass at once: what
 * happens is the same as if each were executed, in the same cycles. From how a program goes about
 * it is known when each would be. Used by the machine's thread.
 */
final class SkippedLooks {
    private final long lookCycles;

    /** The line of the last look in vain; null if the last look was none of that kind. */
    private CacheLine line;

    private int looksSinceAsked;
    private long askedCycles;
    private long fromCycles;
    private int left;

    /** The next core that sleeps looking at the same line. */
    SimulatedCore next;

    /**
     * @param lookCycles what a look takes at a line that the core has
     */
    SkippedLooks(int lookCycles) {
        this.lookCycles = lookCycles;
    }

    /** The program looked at a line that the core has; or at something else, if that is null. */
    void looked(CacheLine at) {
        line = at;
        looksSinceAsked++;
    }

    /** The line at which the program looks again and again, with one look each time, or null. */
    CacheLine lineInLoop(long nowCycles) {
        boolean isLoop = looksSinceAsked == 1 && nowCycles - askedCycles == lookCycles;
        looksSinceAsked = 0;
        askedCycles = nowCycles;
        return isLoop ? line : null;
    }

    /** The core goes to sleep behind a look; so many would follow. */
    void begin(long nowCycles, int leftLooks) {
        fromCycles = nowCycles;
        left = leftLooks;
    }

    /** The line that is slept for. */
    CacheLine line() {
        return line;
    }

    /** The time of the first look that is no earlier than that, or of the last. */
    long lookAtOrAfter(long cycles) {
        long number = Math.max(1, Math.ceilDiv(cycles - fromCycles, lookCycles));
        return fromCycles + Math.min(number, left) * lookCycles;
    }

    /**
     * The core goes on with the look of that time, which is paid for.
     *
     * @return how many were left out
     */
    int end(long nowCycles) {
        askedCycles = nowCycles - lookCycles;
        long number = Math.ceilDiv(nowCycles - fromCycles, lookCycles);
        return (int) Math.max(0, Math.min(number, left) - 1);
    }
}
