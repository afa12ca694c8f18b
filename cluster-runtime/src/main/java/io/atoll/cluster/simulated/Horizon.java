package io.atoll.cluster.simulated;

/**
 * Until when the core that goes on may do so. Until the <em>horizon</em>, the earliest time of all
 * others, it may do anything: nobody could have noticed or prevented it. At the horizon it goes on
 * as well if it comes before the other one: to leave would be to come back.
 *
 * <p>Beyond the horizon it may do what only its kernel has a part in: a system call, say. From
 * another cluster nothing comes there but interrupts, and these take their time; so within the
 * <em>lookahead</em>, the least time that an interrupt takes, the others cannot disturb it,
 * whatever they are about to do. The cores of one kernel, its siblings, keep their order among
 * themselves. Whether a run makes use of that can be seen nowhere but in the host's time (decisions
 * 0016 and 0023).
 *
 * <p>Used by the machine's thread.
 */
final class Horizon {
    /** Then comes something that goes before every core. */
    private static final int ANYBODY = Agenda.NOBODY;

    private final Agenda agenda;

    /** The core that goes on; null while none does. */
    private SimulatedCore core;

    /** When somebody else is to go on. */
    private long horizonCycles;

    /** The core that is to go on then, if that is known; or {@link #ANYBODY}. */
    private int horizonCore;

    /** How far behind the others may be. */
    private int lookaheadCycles;

    /** When a core of another kernel is to go on. */
    private long otherCycles;

    /** That core, if it is known; or {@link #ANYBODY}. */
    private int otherCore;

    /** When a sibling is to go on. */
    private long siblingCycles;

    /** That core, if it is known; or {@link #ANYBODY}. */
    private int siblingCore;

    /** Until when it may do what only its kernel has a part in, as far as others are concerned. */
    private long aloneCycles;

    Horizon(Agenda agenda) {
        this.agenda = agenda;
    }

    /** Before a core goes on that comes first of all: looks when those of other kernels do. */
    void survey(SimulatedCore first) {
        otherCore =
                first.isAlone()
                        ? agenda.firstBeside(first.index())
                        : agenda.firstOutside(first.firstSibling(), first.endOfSiblings());
        otherCycles = agenda.timeOf(otherCore);
    }

    /** How far behind the others may be from now on. */
    void setLookahead(int cycles) {
        lookaheadCycles = cycles;
    }

    /** Whether all of other kernels go on later. */
    boolean isBeforeOthers(long cycles) {
        return cycles < otherCycles;
    }

    /** Whether they are so little behind that time that nothing of theirs comes before it. */
    boolean isWithinLookahead(long cycles) {
        return lookaheadCycles != 0 && cycles < behindLookahead(otherCycles);
    }

    private long behindLookahead(long cycles) {
        return cycles >= Agenda.NEVER - lookaheadCycles ? Agenda.NEVER : cycles + lookaheadCycles;
    }

    /**
     * A core goes on that was surveyed for, or a sibling of it.
     *
     * @param limitCycles when the run ends at the latest
     */
    void begin(SimulatedCore next, long limitCycles) {
        core = next;
        siblingCore = ANYBODY;
        siblingCycles = Agenda.NEVER;
        if (!next.isAlone()) {
            siblingCore =
                    agenda.firstBeside(next.index(), next.firstSibling(), next.endOfSiblings());
            siblingCycles = agenda.timeOf(siblingCore);
        }
        // Its own interrupts, and the end, come before it goes on.
        long last = Math.min(agenda.interruptOf(next.index()), limitCycles);
        horizonCycles = Math.min(Math.min(otherCycles, siblingCycles), last);
        horizonCore = horizonCycles < last ? earlier() : ANYBODY;
        aloneCycles = Math.min(behindLookahead(otherCycles), last);
    }

    private int earlier() {
        if (otherCycles != siblingCycles) {
            return otherCycles < siblingCycles ? otherCore : siblingCore;
        }
        return otherCore == ANYBODY ? ANYBODY : agenda.earlier(otherCore, siblingCore);
    }

    /** It has left. */
    void end() {
        core = null;
    }

    /**
     * Whether the core has to let others go first, now that it has come to that time. Of those
     * whose time is the same it may be the first itself.
     */
    boolean hasToLeave(long cycles) {
        return isReached(horizonCycles, horizonCore, cycles);
    }

    /** Whether it has to before it does what only its kernel has a part in. */
    boolean hasToLeaveAlone(long cycles) {
        return lookaheadCycles == 0
                ? hasToLeave(cycles)
                : cycles >= aloneCycles || isReached(siblingCycles, siblingCore, cycles);
    }

    private boolean isReached(long otherTime, int other, long cycles) {
        return cycles >= otherTime
                && (cycles > otherTime
                        || other == ANYBODY
                        || !agenda.comesFirst(core.index(), other, cycles));
    }

    /** The core has to leave before whatever it does next. */
    void close() {
        horizonCycles = 0;
        horizonCore = ANYBODY;
        aloneCycles = 0;
    }

    /** It has to let something go first that happens at that time. */
    void lower(long cycles) {
        lower(cycles, ANYBODY);
    }

    /** It has to let another core go first at that time. */
    void lower(long cycles, int other) {
        if (cycles <= horizonCycles) {
            horizonCore = cycles < horizonCycles ? other : ANYBODY;
            horizonCycles = cycles;
        }
        if (isSibling(other)) {
            if (cycles <= siblingCycles) {
                siblingCore = cycles < siblingCycles ? other : ANYBODY;
                siblingCycles = cycles;
            }
        } else {
            aloneCycles = Math.min(aloneCycles, behindLookahead(cycles));
            if (cycles <= otherCycles) {
                otherCore = cycles < otherCycles ? other : ANYBODY;
                otherCycles = cycles;
            }
        }
    }

    private boolean isSibling(int other) {
        return core != null && other >= core.firstSibling() && other < core.endOfSiblings();
    }
}
