package io.atoll.cluster.simulated;

/**
 * What faults have done to a core: that it has no turn for a while, that it is slow, that its clock
 * is ahead. Used by the machine's thread only.
 */
final class Impairment {
    private final SimulatedCore core;
    private final RunLoop loop;

    /** It has no turn before that. */
    private long heldUntil;

    /** Whether the turn that it has was put off for that. */
    private boolean isPutOff;

    /** It takes so many times as long, until then. */
    private int slowFactor = 1;

    private long slowUntil;
    private long clockAheadTicks;

    Impairment(SimulatedCore core, RunLoop loop) {
        this.core = core;
        this.loop = loop;
    }

    /** It does nothing for that time; what it was about to do is done that much later. */
    void stall(long nowCycles, long stalledCycles) {
        long from = Math.max(nowCycles, heldUntil);
        heldUntil = (core.isWaiting() ? from : Math.max(from, core.cycles())) + stalledCycles;
    }

    /** Whether it has no turn yet at that time; it then has a later one. */
    boolean putsOff(long turnCycles) {
        isPutOff = turnCycles < heldUntil;
        if (isPutOff) {
            loop.setTurn(core, heldUntil);
        }
        return isPutOff;
    }

    boolean isSlow() {
        return slowFactor > 1;
    }

    /** What it takes longer than usual for what usually takes that. */
    long extraCycles(long usualCycles) {
        return usualCycles * (slowFactor - 1);
    }

    void slowDown(int factor, long untilCycles) {
        slowFactor = factor;
        slowUntil = Math.max(slowUntil, untilCycles);
    }

    /** The end of a slow phase; another one may last longer. */
    void speedUp(long nowCycles) {
        if (slowUntil <= nowCycles) {
            slowFactor = 1;
        }
    }

    /** How far its clock is ahead of its time. */
    long clockAheadTicks() {
        return clockAheadTicks;
    }

    /** Its clock goes ahead, and what waits for a time comes that much earlier. */
    void jumpClock(long ticks, long nowCycles) {
        clockAheadTicks += ticks;
        core.bringDeadlineForward(ticks, nowCycles);
    }

    /** Neither stalled nor slow any more. */
    void recover(long nowCycles) {
        slowFactor = 1;
        slowUntil = 0;
        if (heldUntil > nowCycles) {
            if (isPutOff && loop.hasTurn(core)) {
                loop.setTurn(core, Math.max(nowCycles, core.cycles()));
            }
            heldUntil = nowCycles;
        }
    }
}
