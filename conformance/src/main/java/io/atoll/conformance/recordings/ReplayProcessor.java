package io.atoll.conformance.recordings;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.Processor;

/**
 * The core on which a recording is replayed: its time moves a little whenever somebody looks at it,
 * so every replay takes the same course. No decision in a recording depends on elapsed time as long
 * as all of it takes less than 300 seconds.
 */
final class ReplayProcessor implements Processor {
    private static final long TICKS_PER_LOOK = 100;

    private InterruptLines lines;
    private long nowTicks;
    private long deadlineTicks = Long.MAX_VALUE;

    void attach(InterruptLines lines) {
        this.lines = lines;
    }

    @Override
    public long now() {
        nowTicks += TICKS_PER_LOOK;
        if (nowTicks >= deadlineTicks) {
            deadlineTicks = Long.MAX_VALUE;
            lines.raise(InterruptLines.TIMER);
        }
        return nowTicks;
    }

    @Override
    public void setDeadline(long ticks) {
        deadlineTicks = ticks;
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
        nowTicks += cycles;
    }
}
