package io.atoll.conformance.machine;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.Processor;

/**
 * A core whose time is virtual: nanoseconds that pass when programs compute and when the clock is
 * read, and that are skipped when nothing can run. Used by one host thread.
 */
public final class VirtualProcessor implements Processor, TimerDevice {
    private static final long NEVER = Long.MAX_VALUE;

    /** Line of the timer device. */
    private static final int DEVICE_LINE = InterruptLines.FIRST_USER;

    private final long clockReadTicks;
    private final long limitTicks;
    private InterruptLines lines;
    private Runnable onLimit;
    private long nowTicks;
    private long deadlineTicks = NEVER;
    private long alarmTicks = NEVER;

    /**
     * @param clockReadTicks what a look at the clock takes. The kernel looks at each entry, so this
     *     is the price of a system call, and a loop of system calls does not stop the time
     * @param limitTicks how long the machine may run
     */
    VirtualProcessor(long clockReadTicks, long limitTicks) {
        this.clockReadTicks = clockReadTicks;
        this.limitTicks = limitTicks;
    }

    void attach(InterruptLines lines, Runnable onLimit) {
        this.lines = lines;
        this.onLimit = onLimit;
    }

    /** Moves the clock and rings what has come due. */
    public void advance(long ticks) {
        nowTicks += ticks;
        if (nowTicks >= deadlineTicks) {
            deadlineTicks = NEVER;
            lines.raise(InterruptLines.TIMER);
        }
        if (nowTicks >= alarmTicks) {
            alarmTicks = NEVER;
            lines.raise(DEVICE_LINE);
        }
        if (nowTicks >= limitTicks) {
            onLimit.run();
        }
    }

    /**
     * Nothing can run: skips to the next instant at which something rings.
     *
     * @return false if nothing will, within the time that the machine may run
     */
    boolean skipToNextEvent() {
        long next = Math.min(deadlineTicks, alarmTicks);
        if (next >= limitTicks) {
            return false;
        }
        advance(Math.max(0, next - nowTicks));
        return true;
    }

    /** The clock, without the time that looking takes. */
    public long ticks() {
        return nowTicks;
    }

    boolean isLimitReached() {
        return nowTicks >= limitTicks;
    }

    @Override
    public long now() {
        advance(clockReadTicks);
        return nowTicks;
    }

    @Override
    public void setDeadline(long ticks) {
        deadlineTicks = ticks;
        advance(0);
    }

    @Override
    public void raiseInterrupt(int machineCore, int line) {
        if (machineCore == 0) {
            lines.raise(line);
        }
    }

    @Override
    public int machineCores() {
        return 1;
    }

    @Override
    public void charge(int cycles) {
        advance(cycles);
    }

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
