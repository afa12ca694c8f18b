package io.atoll.kernel;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.capability.LookupResult;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.context.Dispatcher;
import io.atoll.kernel.invocation.Invocation;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.scheduling.Scheduler;

/**
 * A kernel image's state for one core; seL4: {@code NODE_STATE}. Everything in it but {@link
 * #interrupts} is touched by that core's thread only.
 */
public final class Core {
    public final KernelImage image;

    /** Index in the image. */
    public final int index;

    public final Processor processor;

    /** Lines into this core; any thread may raise one. */
    public final InterruptLines interrupts = new InterruptLines();

    public final Scheduler scheduler;
    public final Dispatcher dispatcher = new Dispatcher(this);

    /** Runs when nobody else can; never executes anything. */
    public final ThreadObject idle;

    /** The thread whose system calls this core executes. */
    public ThreadObject current;

    /** Whether IPC may take the fastpath. */
    public final boolean fastpath;

    /** Units of work of long operations between two looks at whether to go on; seL4's value. */
    private static final int MAX_WORK_UNITS = 100;

    /**
     * What a unit costs where time is modelled: the deletion of a capability, 256 bytes cleared.
     */
    private static final int WORK_UNIT_CYCLES = 100;

    private int workUnits;

    /** Long operations that were broken off at a preemption point. */
    public long brokenOff;

    /** The machine wants the core back for good: no user program runs any more. */
    public boolean stopping;

    // Registers of the operation in progress.
    public final LookupResult lookup = new LookupResult();
    public final Invocation invocation = new Invocation();
    public final Slot[] extraCaps = new Slot[MessageInfo.MAX_EXTRA_CAPS];
    public long failedCptr;

    Core(KernelImage image, int index, Processor processor, boolean fastpath) {
        this.image = image;
        this.index = index;
        this.processor = processor;
        this.fastpath = fastpath;
        this.idle = new ThreadObject(0, 0, this);
        idle.name = "idle";
        idle.state = ThreadState.IDLE;
        idle.schedContext = new SchedContextObject(0, 0);
        current = idle;
        scheduler = new Scheduler(this, image.domains());
    }

    /**
     * Takes what is pending and lets the kernel handle it. The caller then lets the scheduler
     * decide.
     */
    public void takeInterrupts() {
        long words = interrupts.takeSummary();
        while (words != 0) {
            int word = Long.numberOfTrailingZeros(words);
            words &= words - 1;
            long lines = interrupts.takeWord(word);
            while (lines != 0) {
                take((word << 6) + Long.numberOfTrailingZeros(lines));
                lines &= lines - 1;
            }
        }
    }

    private void take(int line) {
        switch (line) {
            case InterruptLines.TIMER -> scheduler.timerInterrupt();
            case InterruptLines.ATTENTION -> stopping = image.isStopping();
            default -> {
                scheduler.interruptEntry();
                image.interrupts().deliver(this, line);
            }
        }
    }

    /**
     * A unit of a long operation is done and all is consistent; seL4: {@code preemptionPoint}.
     *
     * @return true if the operation must break off: the invocation is then made again, from its
     *     beginning, when its thread runs next
     */
    public boolean preemptionPoint() {
        processor.charge(WORK_UNIT_CYCLES);
        if (++workUnits < MAX_WORK_UNITS) {
            return false;
        }
        workUnits = 0;
        boolean isPending = scheduler.isPreemptionPending();
        if (isPending) {
            brokenOff++;
        }
        return isPending;
    }

    /**
     * Lets user programs of this core run until the core changes hands; to be called again and
     * again by the core's thread. Not reentrant.
     *
     * @return false if nothing could run: the core idles until an interrupt comes
     * @throws KernelPanic if an invariant of the image broke
     */
    public boolean dispatch() {
        return dispatcher.dispatch();
    }

    /**
     * Lets user programs of this core run until nothing can run or the machine wants the core back.
     * As {@link #dispatch} again and again, and faster; for the core's thread. Not reentrant.
     *
     * @throws KernelPanic if an invariant of the image broke
     */
    public void dispatchUntilIdle() {
        dispatcher.dispatchUntilIdle();
    }
}
