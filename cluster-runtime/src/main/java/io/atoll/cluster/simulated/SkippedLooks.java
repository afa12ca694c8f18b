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
    private long roundCycles;

    /** The program has begun a round, and not ended it. */
    private boolean isRound;

    private boolean isAhead;

    /** Looks of a round that is skipped. */
    private int looksOfRound;

    private long fromCycles;
    private long leftRounds;

    /** When the core went on, and how many looks were left out before. */
    private long endCycles;

    private long look;

    /** One core that sleeps looking at a line, and the next one. */
    static final class Looker {
        final Polling poller;

        /** Which look of a round it is. */
        final int look;

        Looker next;

        private Looker(Polling poller, int look) {
            this.poller = poller;
            this.look = look;
        }
    }

    /**
     * @param lookCycles what a look takes at a line that the core has
     */
    SkippedLooks(Polling poller, int lookCycles) {
        this.lookCycles = lookCycles;
        for (int i = 0; i < MAX_LOOKS; i++) {
            lookers[i] = new Looker(poller, i);
        }
    }

    /** That of the core. */
    int cluster() {
        return lookers[0].poller.core().cluster();
    }

    /** What the looks of a round take at most. */
    long longestRoundCycles() {
        return MAX_LOOKS * lookCycles;
    }

    /**
     * A round begins.
     *
     * @param isAhead whether its looks are let pass before those of others
     */
    void beginRound(long nowCycles, boolean isAhead) {
        this.isAhead = isAhead;
        isRound = true;
        looks = 0;
        roundCycles = nowCycles;
    }

    /** The present round is executed look by look. */
    void executeLooks() {
        isAhead = false;
    }

    /** Whether one more look of the round may be ahead of what others do. */
    boolean hasRoom(long nowCycles) {
        return looks < MAX_LOOKS && isAhead(nowCycles);
    }

    /** Whether the round is ahead of what others do: the program has only looked since. */
    boolean isAhead(long nowCycles) {
        return isAhead && nowCycles - roundCycles == looks * lookCycles;
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
        boolean isPlain =
                isRound
                        && looks > 0
                        && looks <= MAX_LOOKS
                        && nowCycles - roundCycles == looks * lookCycles;
        looksOfRound = looks;
        isRound = false;
        isAhead = false;
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

    /** The core lets so many rounds pass at most, from that time on. */
    void begin(long nowCycles, long left) {
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

    /**
     * A line has changed before the look of that time. Returns the time of that look, if it is one
     * at the line; or else when the next such look begins, or of the last look.
     *
     * @param look which of a round's looks is at that line
     */
    long changeSeen(int look, long lookAt) {
        long number = number(lookAt);
        long later = Math.floorMod(look - (number - 1), looksOfRound);
        return later == 0 ? lookAt : lookAtOrAfter(lookAt + (later - 1) * lookCycles);
    }

    /** Which of the looks, counted from 1, is the first at that time or later. */
    private long number(long cycles) {
        long number = Math.max(1, Math.ceilDiv(cycles - fromCycles, lookCycles));
        return Math.min(number, last());
    }

    private long last() {
        return leftRounds * looksOfRound;
    }

    /** The core goes on with the look of that time. */
    void end(long nowCycles) {
        endCycles = nowCycles;
        look = number(nowCycles) - 1;
    }

    /**
     * The line of the look that it goes on with, if the core has not got it; or else that of the
     * next look, which begins now, and it goes on with that one; or null if it has both.
     */
    CacheLine lostLine(int core) {
        CacheLine line = lines[looksBefore()];
        if (!line.isHeldBy(core)) {
            return line;
        }
        CacheLine next = lines[(looksBefore() + 1) % looksOfRound];
        if (look + 1 == last() || next.isHeldBy(core)) {
            return null;
        }
        look++;
        return next;
    }

    /** How many rounds were left out. */
    int rounds() {
        return (int) (look / looksOfRound);
    }

    /** How many looks of the round that it goes on with come before the one that it woke for. */
    int looksBefore() {
        return (int) (look % looksOfRound);
    }

    /**
     * When that round begins, so that its look comes in time; of a core that was held up, so that
     * it comes at once.
     */
    long roundBegins() {
        return endCycles - (looksBefore() + 1) * lookCycles;
    }
}
