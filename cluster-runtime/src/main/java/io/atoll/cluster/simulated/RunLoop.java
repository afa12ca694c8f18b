package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.cache.CacheLine;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The run of a machine: the core whose time is the earliest goes on, until there is none, or enough
 * has been seen. A core goes on until its time has reached the <em>horizon</em>, the earliest time
 * of all others: what it does before that nobody else could have noticed or prevented. At the
 * horizon it goes on as well if it comes before the other one: to leave would be to come back.
 *
 * <p>Beyond the horizon a core may do what only its kernel has a part in: a system call, say. From
 * another cluster nothing comes there but interrupts, and these take their time; so within the
 * <em>lookahead</em>, the least time that an interrupt takes, the others cannot disturb it,
 * whatever they are about to do. The cores of one kernel keep their order among themselves. Whether
 * a run makes use of that can be seen nowhere but in the host's time (decisions 0016 and 0023).
 *
 * <p>Used by the machine's thread; {@link #stop} by any.
 */
final class RunLoop {
    /** How often pollers may try again although nothing else can happen. */
    private static final int ROUNDS_IN_VAIN = 1000;

    /** How often they do so before the time of the next fault has come for them. */
    private static final int ROUNDS_BEFORE_FAULT = 16;

    /** At the horizon comes something that goes before every core. */
    private static final int ANYBODY = Agenda.NOBODY;

    private final List<SimulatedCore> cores;
    private final Agenda agenda;
    private final EventStream events;
    private final BooleanSupplier isOver;
    private final int lookaheadCycles;

    /** Does what goes wrong on purpose; null if nothing does. */
    private FaultInjector faults;

    /** When the run is over at the latest, and how it then has ended. */
    private long limitCycles;

    private SimulationEnd limitEnd = SimulationEnd.TIME_LIMIT;

    private volatile boolean stopping;

    /** The core that goes on now. */
    private SimulatedCore running;

    /** When somebody else is to go on. */
    private long horizonCycles;

    /** The core that is to go on then, if that is known; or {@link #ANYBODY}. */
    private int horizonCore;

    /** How far ahead of the others the core that goes on may be. */
    private int ahead;

    /** Until when the core that goes on may do what only its kernel has a part in. */
    private long aloneCycles;

    /** When another core of that kernel is to go on. */
    private long siblingCycles;

    /** That core, if it is known; or {@link #ANYBODY}. */
    private int siblingCore;

    /** When a core of another kernel is to go on. */
    private long otherCycles;

    /** That core, if it is known; or {@link #ANYBODY}. */
    private int otherCore;

    private final Pollers pollers = new Pollers();

    /** Writes of shared memory so far. */
    private long writes;

    private boolean wasSeen = true;
    private int roundsInVain;

    /**
     * @param cores by their indices
     * @param isOver asked after each event that can be seen from outside
     * @param limitCycles when it ends at the latest
     * @param lookaheadCycles what an interrupt from another cluster takes at least
     */
    RunLoop(
            List<SimulatedCore> cores,
            Agenda agenda,
            EventStream events,
            BooleanSupplier isOver,
            long limitCycles,
            int lookaheadCycles) {
        this.cores = cores;
        this.agenda = agenda;
        this.events = events;
        this.isOver = isOver;
        this.limitCycles = limitCycles;
        this.lookaheadCycles = lookaheadCycles;
    }

    /** Any thread: no core goes on behind its next step. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /**
     * All cores begin.
     *
     * @param injector does what goes wrong on purpose; null if nothing does
     * @return how it ended
     */
    SimulationEnd untilTheEnd(FaultInjector injector) {
        faults = injector;
        for (SimulatedCore core : cores) {
            agenda.setTurn(core.index(), 0);
        }
        while (!stopping) {
            if (wasSeen) {
                wasSeen = false;
                if (isOver.getAsBoolean()) {
                    return SimulationEnd.STOPPED;
                }
            }
            long next = agenda.nextCycles();
            if (faults != null && isFaultNext(next)) {
                continue;
            }
            if (next == Agenda.NEVER) {
                if (!pollers.hasSleepers()) {
                    return SimulationEnd.IDLE;
                }
                if (++roundsInVain > ROUNDS_IN_VAIN) {
                    return SimulationEnd.POLLING_IN_VAIN;
                }
                letSleepersTryAgain();
            } else if (next > limitCycles) {
                return limitEnd;
            } else {
                happens(cores.get(agenda.nextCore()), next);
            }
        }
        return SimulationEnd.STOPPED;
    }

    private void happens(SimulatedCore core, long atCycles) {
        PendingInterrupts due = agenda.dueBeforeTurn(core.index());
        if (due == null) {
            if (faults == null || !core.impairment().putsOff(atCycles)) {
                run(core, atCycles);
                goOnWithSiblings(core);
            }
        } else {
            int line = due.firstLine();
            events.add(due.firstKind(), core.index(), atCycles, line);
            agenda.takeInterrupt(core.index());
            core.deliver(line, atCycles);
        }
    }

    /**
     * Others of its kernel may be within the lookahead, too: they are at hand, in the host's caches
     * as well.
     */
    private void goOnWithSiblings(SimulatedCore core) {
        if (core.isAlone()) {
            return;
        }
        while (!wasSeen && !stopping) {
            ahead = lookahead(core);
            int next = agenda.firstAmong(core.firstSibling(), core.endOfSiblings());
            long atCycles = agenda.timeOf(next);
            SimulatedCore sibling = cores.get(next);
            if (ahead == 0
                    || atCycles >= Math.min(behindLookahead(otherCycles), limitCycles)
                    || !sibling.time().isAwaitingSiblings()
                    || agenda.dueBeforeTurn(next) != null) {
                return;
            }
            agenda.takeTurn(next);
            run(sibling, atCycles, atCycles < otherCycles);
        }
    }

    private void run(SimulatedCore core, long fromCycles) {
        agenda.takeTurn(core.index());
        ahead = lookahead(core);
        if (core.isAlone()) {
            otherCore = agenda.firstBeside(core.index());
        } else {
            otherCore = agenda.firstOutside(core.firstSibling(), core.endOfSiblings());
        }
        otherCycles = agenda.timeOf(otherCore);
        run(core, fromCycles, true);
    }

    /**
     * @param isOrdered whether all others whose time is earlier have had their turn
     */
    private void run(SimulatedCore core, long fromCycles, boolean isOrdered) {
        siblingCore = ANYBODY;
        siblingCycles = Agenda.NEVER;
        if (!core.isAlone()) {
            siblingCore =
                    agenda.firstBeside(core.index(), core.firstSibling(), core.endOfSiblings());
            siblingCycles = agenda.timeOf(siblingCore);
        }
        long interrupt = agenda.interruptOf(core.index());
        // Its own interrupts, and the end, come before it goes on.
        long last = Math.min(interrupt, limitCycles);
        horizonCycles = Math.min(Math.min(otherCycles, siblingCycles), last);
        horizonCore = horizonCycles < last ? firstAtHorizon() : ANYBODY;
        aloneCycles = Math.min(behindLookahead(otherCycles), last);
        running = core;
        if (faults != null) {
            // Who is slow leaves at every step, so that what the step took can be stretched.
            lowerHorizon(core.impairment().isSlow() ? 0 : faults.nextCycles());
        }
        long next = core.run(fromCycles, isOrdered);
        running = null;
        agenda.endTurn(core.index(), next);
    }

    private int firstAtHorizon() {
        if (otherCycles != siblingCycles) {
            return otherCycles < siblingCycles ? otherCore : siblingCore;
        }
        return otherCore == ANYBODY ? ANYBODY : agenda.earlier(otherCore, siblingCore);
    }

    /**
     * How far ahead of others a core may be. What goes wrong may depend on the order of all events;
     * and who polls hears at once of what others do, and may tell its kernel.
     */
    private int lookahead(SimulatedCore core) {
        return faults == null && (core.isAlone() || !pollers.areIn(core.cluster()))
                ? lookaheadCycles
                : 0;
    }

    /**
     * Lets go wrong what is to, before anything else happens; returns whether there was anything.
     */
    private boolean isFaultNext(long next) {
        if (next != Agenda.NEVER) {
            return faults.actBefore(Math.min(next, limitCycles));
        }
        if (!pollers.hasSleepers()) {
            return faults.actWhenIdle(limitCycles);
        }
        // First the sleepers try again: they may be about to do something else.
        return roundsInVain % ROUNDS_BEFORE_FAULT == ROUNDS_BEFORE_FAULT - 1
                && faults.actWhenPolling(limitCycles);
    }

    /** The run has to come to its end by itself, before that. */
    void mustEndBy(long atCycles) {
        if (atCycles < limitCycles) {
            limitCycles = atCycles;
            limitEnd = SimulationEnd.LIVENESS_BOUND;
        }
    }

    private long behindLookahead(long cycles) {
        return cycles >= Agenda.NEVER - ahead ? Agenda.NEVER : cycles + ahead;
    }

    /** The core that goes on now: the one that the caller runs on; null outside of all programs. */
    SimulatedCore running() {
        return running;
    }

    /**
     * Whether the core that goes on has to let others go first, now that it has come to that time.
     * Of those whose time is the same it may be the first itself.
     */
    boolean hasToLeave(long cycles) {
        return cycles >= horizonCycles && (cycles > horizonCycles || !isFirstAtHorizon());
    }

    private boolean isFirstAtHorizon() {
        return isFirst(horizonCore, horizonCycles);
    }

    private boolean isFirst(int other, long cycles) {
        return other != ANYBODY && agenda.comesFirst(running.index(), other, cycles);
    }

    /** Whether it has to before it does what only its kernel has a part in. */
    boolean hasToLeaveAlone(long cycles) {
        if (ahead == 0) {
            return hasToLeave(cycles);
        }
        return cycles >= aloneCycles
                || cycles >= siblingCycles
                        && (cycles > siblingCycles || !isFirst(siblingCore, cycles));
    }

    /** The core that goes on has to let others go first at that time at the latest. */
    void lowerHorizon(long atCycles) {
        lowerHorizon(atCycles, ANYBODY);
    }

    private void lowerHorizon(long atCycles, int core) {
        if (atCycles <= horizonCycles) {
            horizonCore = atCycles < horizonCycles ? core : ANYBODY;
            horizonCycles = atCycles;
        }
        if (isSibling(core)) {
            if (atCycles <= siblingCycles) {
                siblingCore = atCycles < siblingCycles ? core : ANYBODY;
                siblingCycles = atCycles;
            }
        } else {
            aloneCycles = Math.min(aloneCycles, behindLookahead(atCycles));
            if (atCycles <= otherCycles) {
                otherCore = atCycles < otherCycles ? core : ANYBODY;
                otherCycles = atCycles;
            }
        }
    }

    private boolean isSibling(int core) {
        return running != null && core >= running.firstSibling() && core < running.endOfSiblings();
    }

    /** Something was seen from outside: the machine looks whether that was all. */
    void wasSeen() {
        wasSeen = true;
        horizonCycles = 0;
        horizonCore = ANYBODY;
        aloneCycles = 0;
    }

    /** The running core sends an interrupt to another one. */
    void interrupt(SimulatedCore to, long arrivalCycles, int line, EventKind kind) {
        agenda.addInterrupt(arrivalCycles, to.index(), line, kind);
        lowerHorizon(arrivalCycles, to.index());
    }

    /** The interrupts that are on their way to a core, the first one first. */
    void forEachInterruptOf(SimulatedCore core, PendingInterrupts.Visitor visitor) {
        agenda.forEachInterruptOf(core.index(), visitor);
    }

    /** A core that has no turn, or a later one, is to go on at that time. */
    void wake(SimulatedCore core, long atCycles) {
        if (atCycles < agenda.turnOf(core.index())) {
            agenda.setTurn(core.index(), atCycles);
            lowerHorizon(atCycles, core.index());
        }
    }

    /** A core is to go on at that time, and at no other. */
    void setTurn(SimulatedCore core, long cycles) {
        agenda.setTurn(core.index(), cycles);
    }

    /** Whether a core is to go on at a time that is known. */
    boolean hasTurn(SimulatedCore core) {
        return agenda.turnOf(core.index()) != Agenda.NEVER;
    }

    // Cores that poll.

    Pollers pollers() {
        return pollers;
    }

    /** Something new has happened, so that looking again may be of use. */
    void progressed() {
        roundsInVain = 0;
    }

    /** How often shared memory was written so far. */
    long writes() {
        return writes;
    }

    /** A line was written: who looks at it from that time on finds it changed. */
    void changed(CacheLine line, long atCycles, SimulatedCore by) {
        roundsInVain = 0;
        writes++;
        pollers.tellLookersAt(line, atCycles, by);
        pollers.wakeWatchersOf(line, atCycles);
    }

    /** A core has asked for a line in order to write it: the others have lost it at that time. */
    void taken(CacheLine line, long atCycles, SimulatedCore by) {
        pollers.tellLookersAt(line, atCycles, by);
    }

    /** A core has changed, or may have changed, its kernel's state. */
    void kernelChanged(SimulatedCore by) {
        roundsInVain = 0;
        pollers.wakeWatchersOfKernel(by.cluster(), by.cycles());
    }

    /** Whether a core has its turn before another one, at the same time. */
    boolean comesFirst(SimulatedCore core, SimulatedCore other, long cycles) {
        return agenda.comesFirst(core.index(), other.index(), cycles);
    }

    /**
     * They may look only so many times, and then do something else: now, for meanwhile the others
     * have gone on.
     */
    private void letSleepersTryAgain() {
        long now = 0;
        for (SimulatedCore core : cores) {
            now = Math.max(now, core.cycles());
        }
        pollers.wakeAll(now);
    }
}
