package io.atoll.kernel.testing;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.Processor;

import java.util.ArrayList;
import java.util.List;

/** A core whose clock stands still until the test moves it. */
public final class TestProcessor implements Processor {
    private final List<String> raised = new ArrayList<>();
    private final List<TestProcessor> ofImage;
    private InterruptLines lines;
    private long nowTicks;
    private int charges;
    private Runnable onCharge = () -> {};
    private long deadlineTicks = Long.MAX_VALUE;
    private long clockReadings;

    /**
     * @param ofImage the processors of the image, in the order of its cores
     */
    TestProcessor(List<TestProcessor> ofImage) {
        this.ofImage = ofImage;
    }

    void attach(InterruptLines lines) {
        this.lines = lines;
    }

    /** Moves the clock; rings the timer if its deadline has come. */
    public void advance(long ticks) {
        nowTicks += ticks;
        ringIfDue();
    }

    /** Moves the clock to what the timer is set to; false if it will not ring. */
    public boolean skipToDeadline() {
        if (deadlineTicks == Long.MAX_VALUE) {
            return false;
        }
        advance(deadlineTicks - nowTicks);
        return true;
    }

    private void ringIfDue() {
        if (nowTicks >= deadlineTicks) {
            deadlineTicks = Long.MAX_VALUE;
            lines.raise(InterruptLines.TIMER);
        }
    }

    /** From now on done whenever cycles are spent, also in the middle of a long operation. */
    public void onCharge(Runnable action) {
        onCharge = action;
    }

    /** How often cycles were spent so far. */
    public int charges() {
        return charges;
    }

    /** Doorbells rung so far, as "core:line". */
    public List<String> raised() {
        return raised;
    }

    @Override
    public long now() {
        clockReadings++;
        return nowTicks;
    }

    @Override
    public void setDeadline(long ticks) {
        deadlineTicks = ticks;
        ringIfDue();
    }

    /** What the timer is set to; {@code Long.MAX_VALUE} if it will not ring. */
    public long deadlineTicks() {
        return deadlineTicks;
    }

    /** How often the clock was read. */
    public long clockReadings() {
        return clockReadings;
    }

    @Override
    public void raiseInterrupt(int machineCore, int line) {
        raised.add(machineCore + ":" + line);
        if (machineCore == 0) {
            lines.raise(line);
        }
    }

    @Override
    public void interrupt(int core) {
        ofImage.get(core).lines.raise(InterruptLines.ATTENTION);
    }

    @Override
    public int machineCores() {
        return 2;
    }

    @Override
    public void charge(int cycles) {
        advance(cycles);
        charges++;
        onCharge.run();
    }
}
