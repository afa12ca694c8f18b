package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.cache.CacheLine;

/**
 * What a core has looked at in vain since it last got on: some lines of shared memory, or the
 * kernel. From how long that took it is known when it would look again. Used by the machine's
 * thread.
 */
final class Watch {
    /** A loop that polls more than these counts as looking at everything. */
    private static final int MAX_LINES = 16;

    private final CacheLine[] lines = new CacheLine[MAX_LINES];
    private int lineCount;
    private boolean isEverything;
    private boolean isKernel;
    private int looks;

    /** Writes that there had been on the whole machine when it looked first. */
    private long firstWrites;

    private long firstCycles;
    private long lastCycles;

    /** It got on. */
    void reset() {
        looks = 0;
        lineCount = 0;
        isEverything = false;
        isKernel = false;
    }

    /**
     * One look in vain.
     *
     * @param line at which, or null for the kernel
     * @param writes that there have been on the whole machine
     * @return how many there were in a row
     */
    int add(CacheLine line, long atCycles, long writes) {
        if (looks == 0) {
            firstCycles = atCycles;
            firstWrites = writes;
        }
        if (line == null) {
            isKernel = true;
        } else if (!isEverything && !hasLine(line)) {
            if (lineCount == MAX_LINES) {
                isEverything = true;
            } else {
                lines[lineCount++] = line;
            }
        }
        return ++looks;
    }

    private boolean hasLine(CacheLine line) {
        for (int i = 0; i < lineCount; i++) {
            if (lines[i] == line) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether nobody has written what the core looked at, since it did.
     *
     * @param writes that there have been on the whole machine
     */
    boolean isAsItWas(SimulatedCore core, long writes) {
        if (writes == firstWrites) {
            return true;
        }
        for (int i = 0; i < lineCount; i++) {
            if (!lines[i].isHeldBy(core.index())) {
                return false;
            }
        }
        return !isEverything;
    }

    /** The core goes to sleep. */
    void begin(long atCycles) {
        lastCycles = atCycles;
    }

    /** It was woken: it looks anew. */
    void end() {
        reset();
    }

    boolean has(CacheLine line) {
        return isEverything || hasLine(line);
    }

    boolean hasKernel() {
        return isEverything || isKernel;
    }

    /** When it would have looked next after that time, had it gone on looking. */
    long lookAfter(long atCycles) {
        long interval = Math.max(1, (lastCycles - firstCycles) / Math.max(1, looks - 1));
        long slept = Math.max(0, atCycles - lastCycles);
        return lastCycles + (slept + interval - 1) / interval * interval;
    }
}
