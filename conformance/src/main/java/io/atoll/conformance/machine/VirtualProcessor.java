package io.atoll.conformance.machine;

import io.atoll.kernel.Core;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.Processor;

/**
 * A core whose time is virtual: nanoseconds that pass when programs compute and when the clock is
 * read, and that are skipped when nothing can run. Used by the one host thread of its machine.
 */
public final class VirtualProcessor implements Processor, TimerDevice {
    static final long NEVER = Long.MAX_VALUE;

    /** Line of the timer device. */
    private static final int DEVICE_LINE = InterruptLines.FIRST_USER;

    /** A line that nobody handles: the machine wants the core's program to leave its stack. */
    private static final int HAND_OVER_LINE = InterruptLines.COUNT - 1;

    private final long clockReadTicks;
    private VirtualMachine machine;
    private Core core;
    private InterruptLines lines;
    private long nowTicks;
    private long deadlineTicks = NEVER;
    private long alarmTicks = NEVER;

    /** Somebody could run, or a line was raised. */
    private boolean awake = true;

    /** While this core runs: when it is another one's turn. */
    private long turnEndsTicks = NEVER;

    private boolean isHandingOver;

    /** It spent time beyond the end of its turn, which the others have yet to catch up with. */
    private boolean isAhead;

    /**
     * @param clockReadTicks what a look at the clock takes. The kernel looks at each entry of a
     *     thread that has a budget or shares the core with domains, so this is the price of its
     *     system calls, and a loop of them does not stop the time
     */
    VirtualProcessor(long clockReadTicks) {
        this.clockReadTicks = clockReadTicks;
    }

    void attach(VirtualMachine machine, Core core) {
        this.machine = machine;
        this.core = core;
        this.lines = core.interrupts;
    }

    // Taking turns.

    /** When this core has something to do; {@link #NEVER} if nothing will ever ring. */
    long nextTicks() {
        return awake ? nowTicks : Math.max(nowTicks, Math.min(deadlineTicks, alarmTicks));
    }

    /**
     * Runs this core until it idles, changes hands, or is ahead of the others.
     *
     * @param othersTicks when the first of the other cores has something to do
     */
    void runUntil(long othersTicks) {
        if (!awake) {
            awake = true;
            advance(nextEventTicks() - nowTicks);
        }
        turnEndsTicks = NEVER;
        othersContinueAt(othersTicks);
        boolean goesOn = core.dispatch();
        turnEndsTicks = NEVER;
        if (isHandingOver) {
            isHandingOver = false;
            isAhead = false;
            core.stopping = false;
        } else {
            awake = goesOn || lines.isPending();
        }
    }

    private long nextEventTicks() {
        return Math.max(nowTicks, Math.min(deadlineTicks, alarmTicks));
    }

    void othersContinueAt(long ticks) {
        if (ticks != NEVER) {
            turnEndsTicks = Math.min(turnEndsTicks, ticks + VirtualMachine.LAG_TICKS);
        }
    }

    /** A line of this core was raised at that time. */
    void wake(long ticks) {
        if (!awake) {
            awake = true;
            nowTicks = Math.max(nowTicks, ticks);
        }
    }

    // Time.

    /** Moves the clock and rings what has come due. */
    private void advance(long ticks) {
        nowTicks += ticks;
        if (nowTicks >= deadlineTicks) {
            deadlineTicks = NEVER;
            lines.raise(InterruptLines.TIMER);
        }
        if (nowTicks >= alarmTicks) {
            alarmTicks = NEVER;
            lines.raise(DEVICE_LINE);
        }
        if (machine != null) {
            machine.reached(nowTicks);
        }
        if (nowTicks > turnEndsTicks && !core.stopping) {
            isHandingOver = true;
            core.stopping = true;
            lines.raise(HAND_OVER_LINE);
        }
    }

    /** The clock, without the time that looking takes. */
    long ticks() {
        return nowTicks;
    }

    @Override
    public long now() {
        advance(clockReadTicks);
        // What a core spent ahead of the others it shows to nobody before they have caught up.
        if (machine != null && !isAhead) {
            advance(machine.see(nowTicks) - nowTicks);
        }
        return nowTicks;
    }

    @Override
    public void setDeadline(long ticks) {
        deadlineTicks = ticks;
        advance(0);
    }

    @Override
    public void charge(int cycles) {
        advance(cycles);
        isAhead |= isHandingOver;
    }

    // Interrupts.

    @Override
    public void raiseInterrupt(int machineCore, int line) {
        if (machineCore >= 0 && machineCore < machine.cores()) {
            machine.image().core(machineCore).interrupts.raise(line);
            machine.interrupted(machineCore, nowTicks);
        }
    }

    @Override
    public void interrupt(int target) {
        raiseInterrupt(target, InterruptLines.ATTENTION);
    }

    @Override
    public int machineCores() {
        return machine.cores();
    }

    // The timer device.

    @Override
    public int line() {
        return DEVICE_LINE;
    }

    @Override
    public void setAlarm(long ticks) {
        alarmTicks = ticks;
        advance(0);
    }

    @Override
    public void cancelAlarm() {
        alarmTicks = NEVER;
    }
}
