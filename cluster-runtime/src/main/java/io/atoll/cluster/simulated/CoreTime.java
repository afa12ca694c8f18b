package io.atoll.cluster.simulated;

import static io.atoll.cluster.simulated.Agenda.NEVER;

import io.atoll.kernel.Core;
import io.atoll.kernel.InterruptLines;

/**
 * How far a core has come in virtual time, and whether the others whose time is earlier have had
 * their turn by then: where they have to, its program leaves the host thread to them. Used by the
 * machine's thread.
 */
final class CoreTime {
    private final RunLoop loop;
    private final Horizon horizon;
    private final EventStream events;
    private final int index;
    private Core core;

    private long cycles;
    private long deadlineCycles = NEVER;

    /**
     * The last time at which it did what only its kernel has a part in, perhaps ahead of others.
     */
    private long aheadCycles = -1;

    /** The last time at which all others had their turn if theirs was earlier. */
    private long orderedCycles = -1;

    private boolean isAwaitingSiblings;

    /**
     * @param index of the core, among all of the machine
     */
    CoreTime(RunLoop loop, EventStream events, int index) {
        this.loop = loop;
        this.horizon = loop.horizon();
        this.events = events;
        this.index = index;
    }

    void attach(Core kernelCore) {
        core = kernelCore;
    }

    long cycles() {
        return cycles;
    }

    long orderedCycles() {
        return orderedCycles;
    }

    /** The last time at which it did what only its kernel has a part in; or negative. */
    long aheadCycles() {
        return aheadCycles;
    }

    /** The last time at which those of its kernel had their turn if theirs was earlier. */
    long inOrderOfKernelCycles() {
        return Math.max(orderedCycles, aheadCycles);
    }

    /** The core has its turn. */
    void beginTurn(long fromCycles) {
        cycles = Math.max(cycles, fromCycles);
    }

    /** All others have had their turn if their time is earlier. */
    void isInOrder() {
        orderedCycles = cycles;
    }

    // Time passes.

    /** Time passes, and others go first whose time is earlier now. */
    void pass(int passedCycles) {
        cycles += passedCycles;
        ringIfDue();
        if (horizon.hasToLeave(cycles) || loop.isStopping()) {
            leave();
        }
        orderedCycles = cycles;
    }

    /** Before it looks at what others have a part in: they come first if their time is earlier. */
    void awaitOrder() {
        if (cycles != orderedCycles) {
            pass(0);
        }
    }

    /**
     * Time passes until a step that nobody else has a part in but the other cores of its kernel: of
     * those whose time is earlier, only they go first.
     */
    void passAlone(int passedCycles) {
        cycles += passedCycles;
        ringIfDue();
        if (horizon.hasToLeaveAlone(cycles) || loop.isStopping()) {
            isAwaitingSiblings = true;
            leave();
            isAwaitingSiblings = false;
        }
        aheadCycles = cycles;
    }

    /** Whether it has left before such a step. */
    boolean isAwaitingSiblings() {
        return isAwaitingSiblings;
    }

    /** Time passes in the middle of a step: nobody has his turn before its end. */
    void spend(long spentCycles) {
        cycles += spentCycles;
    }

    /** The present step, or a look that costs no host time, is over at that time. */
    void goTo(long atCycles) {
        cycles = atCycles;
    }

    /** From a program: leaves the host thread to the machine, until the core has its turn again. */
    void leave() {
        core.suspend();
    }

    // The timer.

    /** When its timer rings, or {@link Agenda#NEVER}. */
    long deadlineCycles() {
        return deadlineCycles;
    }

    void setDeadline(long atCycles) {
        deadlineCycles = atCycles;
    }

    void ringIfDue() {
        if (cycles >= deadlineCycles) {
            deadlineCycles = NEVER;
            events.add(EventKind.TIMER, index, cycles, 0);
            core.interrupts.raise(InterruptLines.TIMER);
        }
    }
}
