package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.cache.CacheLine;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The run of a machine: the core whose time is the earliest goes on as far as its {@link Horizon},
 * and then the next one, until there is none, or enough has been seen.
 *
 * <p>Used by the machine's thread; {@link #stop} by any.
 */
final class RunLoop {
    /** How often pollers may try again although nothing else can happen. */
    private static final int ROUNDS_IN_VAIN = 1000;

    /** How often they do so before the time of the next fault has come for them. */
    private static final int ROUNDS_BEFORE_FAULT = 16;

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

    /** How far it may go. */
    private final Horizon horizon;

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
        this.horizon = new Horizon(agenda);
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

    /** It comes first of all. */
    private void run(SimulatedCore core, long fromCycles) {
        horizon.survey(core);
        horizon.setLookahead(lookahead(core));
        run(core, fromCycles, true);
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
            horizon.setLookahead(lookahead(core));
            int next = agenda.firstAmong(core.firstSibling(), core.endOfSiblings());
            long atCycles = agenda.timeOf(next);
            SimulatedCore sibling = cores.get(next);
            if (!horizon.isWithinLookahead(atCycles)
                    || atCycles >= limitCycles
                    || !sibling.time().isAwaitingSiblings()
                    || agenda.dueBeforeTurn(next) != null) {
                return;
            }
            run(sibling, atCycles, horizon.isBeforeOthers(atCycles));
        }
    }

    /**
     * @param isOrdered whether all others whose time is earlier have had their turn
     */
    private void run(SimulatedCore core, long fromCycles, boolean isOrdered) {
        agenda.takeTurn(core.index());
        horizon.begin(core, limitCycles);
        running = core;
        if (faults != null) {
            // Who is slow leaves at every step, so that what the step took can be stretched.
            horizon.lower(core.impairment().isSlow() ? 0 : faults.nextCycles());
        }
        long next = core.run(fromCycles, isOrdered);
        running = null;
        horizon.end();
        agenda.endTurn(core.index(), next);
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

    /** The core that goes on now: the one that the caller runs on; null outside of all programs. */
    SimulatedCore running() {
        return running;
    }

    /** Until when the core that goes on may do so. */
    Horizon horizon() {
        return horizon;
    }

    /** Something was seen from outside: the machine looks whether that was all. */
    void wasSeen() {
        wasSeen = true;
        horizon.close();
    }

    /** The running core sends an interrupt to another one. */
    void interrupt(SimulatedCore to, long arrivalCycles, int line, EventKind kind) {
        agenda.addInterrupt(arrivalCycles, to.index(), line, kind);
        horizon.lower(arrivalCycles, to.index());
    }

    /** The interrupts that are on their way to a core, the first one first. */
    void forEachInterruptOf(SimulatedCore core, PendingInterrupts.Visitor visitor) {
        agenda.forEachInterruptOf(core.index(), visitor);
    }

    /** A core that has no turn, or a later one, is to go on at that time. */
    void wake(SimulatedCore core, long atCycles) {
        if (atCycles < agenda.turnOf(core.index())) {
            agenda.setTurn(core.index(), atCycles);
            horizon.lower(atCycles, core.index());
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
