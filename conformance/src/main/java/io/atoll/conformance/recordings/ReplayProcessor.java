package io.atoll.conformance.recordings;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.Processor;

/**
 * A core of the image on which a recording is replayed: the time, which is that of all cores, moves
 * a little whenever somebody looks at it, so every replay takes the same course. No decision in a
 * recording depends on elapsed time as long as all of it takes less than 300 seconds.
 */
final class ReplayProcessor implements Processor {
    private static final long TICKS_PER_LOOK = 100;

    /** What all cores of an image see. */
    static final class Clock {
        private long nowTicks;
    }

    private final Clock clock;
    private KernelImage image;
    private InterruptLines lines;
    private long deadlineTicks = Long.MAX_VALUE;

    ReplayProcessor(Clock clock) {
        this.clock = clock;
    }

    void attach(KernelImage image, int core) {
        this.image = image;
        this.lines = image.core(core).interrupts;
    }

    @Override
    public long now() {
        clock.nowTicks += TICKS_PER_LOOK;
        if (clock.nowTicks >= deadlineTicks) {
            deadlineTicks = Long.MAX_VALUE;
            lines.raise(InterruptLines.TIMER);
        }
        return clock.nowTicks;
    }

    @Override
    public void setDeadline(long ticks) {
        deadlineTicks = ticks;
    }

    @Override
    public void raiseInterrupt(int machineCore, int line) {
        if (machineCore >= 0 && machineCore < image.coreCount()) {
            image.core(machineCore).interrupts.raise(line);
        }
    }

    @Override
    public void interrupt(int core) {
        raiseInterrupt(core, InterruptLines.ATTENTION);
    }

    @Override
    public int machineCores() {
        return image.coreCount();
    }

    @Override
    public void charge(int cycles) {
        clock.nowTicks += cycles;
    }
}
