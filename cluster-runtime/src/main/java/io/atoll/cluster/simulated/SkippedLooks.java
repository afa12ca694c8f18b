package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.cache.CacheLine;

/**
 * Looks of one core at lines that it has, round after round, which are let pass at once: what
 * happens is the same as if each were executed, in the same cycles. From how a program goes about
 * it is known when each would be. Used by the machine's thread.
 */
final class SkippedLooks {
    /** More looks in a round are executed. */
    private static final int MAX_LOOKS = 4;

    private final long lookCycles;

    /** The lines of the present round's looks; null where a look was of another kind. */
    private final CacheLine[] lines = new CacheLine[MAX_LOOKS];

    /** Its place among those who sleep looking at each of them. */
    private final Looker[] lookers = new Looker[MAX_LOOKS];

    private int looks;
    private long askedCycles;

    /** Looks of a round that is skipped. */
    private int looksOfRound;

    private long fromCycles;
    private int leftRounds;

    /** One core that sleeps looking at a line, and the next one. */
    static final class Looker {
        final SimulatedCore core;
        Looker next;

        private Looker(SimulatedCore core) {
            this.core = core;
        }
    }

    /**
     * @param lookCycles what a look takes at a line that the core has
     */
    SkippedLooks(SimulatedCore core, int lookCycles) {
        this.lookCycles = lookCycles;
        for (int i = 0; i < MAX_LOOKS; i++) {
            lookers[i] = new Looker(core);
        }
    }

    /** The program looked at a line that the core has; or at something else, if that is null. */
    void looked(CacheLine at) {
        if (looks < MAX_LOOKS) {
            lines[looks] = at;
        }
        looks++;
    }

    /**
     * A round has ended. Returns whether it was nothing but some looks at lines that the core still
     * has.
     */
    boolean endsRound(int core, long nowCycles) {
        looksOfRound = looks;
        boolean isPlain =
                looks > 0 && looks <= MAX_LOOKS && nowCycles - askedCycles == looks * lookCycles;
        looks = 0;
        askedCycles = nowCycles;
        return isPlain && hasAllLines(core);
    }

    private boolean hasAllLines(int core) {
        for (int i = 0; i < looksOfRound; i++) {
            if (lines[i] == null || !lines[i].isHeldBy(core)) {
                return false;
            }
        }
        return true;
    }

    /** The core goes to sleep behind a round; so many would follow. */
    void begin(long nowCycles, int left) {
        fromCycles = nowCycles;
        leftRounds = left;
    }

    int looksOfRound() {
        return looksOfRound;
    }

    /** The line of a round's look. */
    CacheLine line(int look) {
        return lines[look];
    }

    /** Its place among those who sleep looking at that line. */
    Looker looker(int look) {
        return lookers[look];
    }

    /** The time of the first look that is no earlier than that, or of the last. */
    long lookAtOrAfter(long cycles) {
        return fromCycles + number(cycles) * lookCycles;
    }

    /** Which of the looks, counted from 1, is the first at that time or later. */
    private long number(long cycles) {
        long number = Math.max(1, Math.ceilDiv(cycles - fromCycles, lookCycles));
        return Math.min(number, last());
    }

    private long last() {
        return (long) leftRounds * looksOfRound;
    }

    /**
     * The core goes on with the round that has the look of that time. Returns how many rounds were
     * left out.
     */
    int roundsBefore(long nowCycles) {
        return (int) ((number(nowCycles) - 1) / looksOfRound);
    }

    /** How many looks of that round come before the one of that time. */
    int looksBefore(long nowCycles) {
        return (int) ((number(nowCycles) - 1) % looksOfRound);
    }

    /**
     * That round begins. Returns when, so that the look of that time comes in time; of a core that
     * was held up, so that it comes at once.
     */
    long beginRound(long nowCycles) {
        askedCycles = nowCycles - (looksBefore(nowCycles) + 1) * lookCycles;
        return askedCycles;
    }
}
