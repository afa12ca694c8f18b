package io.atoll.kernel;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.capability.LookupResult;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.concurrency.ImageLock;
import io.atoll.kernel.concurrency.Inbox;
import io.atoll.kernel.context.Dispatcher;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.footprint.KernelWork;
import io.atoll.kernel.invocation.Invocation;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.scheduling.Scheduler;

import java.util.BitSet;

/**
 * A kernel image's state for one core; seL4: {@code NODE_STATE}.
 *
 * <p>In an image of several cores the kernel is entered in one of two ways: the slow way ({@link
 * #enterKernel}), in which one core has the whole image to itself, other cores' state included; or
 * the fast way ({@link #enterFastpath}), in which a core touches nothing but itself, its current
 * thread, what waits on an endpoint that is its own, and the state word of a notification.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>interrupts</td><td>own thread</td><td>anybody</td><td>{@link InterruptLines}</td></tr>
 * <tr><td>current</td><td>own thread; others in the slow path</td><td>own thread in the kernel</td>
 * <td>image lock</td></tr>
 * <tr><td>scheduler</td><td colspan="2">own thread in the kernel; others in the slow path</td>
 * <td>image lock</td></tr>
 * <tr><td>dispatcher</td><td>own thread</td><td>own thread; its list of stacks wanted back by others in
 * the slow path</td><td>image lock</td></tr>
 * <tr><td>inbox</td><td>own thread, in the slow path</td><td>anybody</td><td>{@link Inbox}</td></tr>
 * <tr><td>calls</td><td colspan="2">own thread, in the slow path</td><td>–</td></tr>
 * <tr><td>stopping, the rest</td><td colspan="2">own thread</td><td>–</td></tr>
 * </table>
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

    /** Keeps the cores of the image apart; null if this is the only one. */
    private final ImageLock lock;

    /** Whether the image has other cores. */
    public final boolean isShared;

    /** Threads that other cores' fastpaths woke and that belong here. */
    public final Inbox<ThreadObject> inbox;

    /** Cores to be interrupted when the slow path is left: a bit for each; null without others. */
    private final BitSet calls;

    private int workUnits;

    /** Long operations that were broken off at a preemption point. */
    public long brokenOff;

    /**
     * The machine wants the core back, for good if the image is stopping: user programs leave their
     * stacks at their next kernel entry that finds an interrupt, and none runs while this is set.
     */
    public boolean stopping;

    // Registers of the operation in progress.
    public final LookupResult lookup = new LookupResult();
    public final Invocation invocation = new Invocation();
    public final Slot[] extraCaps = new Slot[MessageInfo.MAX_EXTRA_CAPS];
    public long failedCptr;

    /**
     * @param lock keeps the cores of the image apart; null if this is the only one
     */
    Core(KernelImage image, int index, Processor processor, ImageLock lock) {
        this.image = image;
        this.index = index;
        this.processor = processor;
        this.lock = lock;
        this.isShared = lock != null;
        this.inbox = isShared ? new Inbox<>() : null;
        this.calls = isShared ? new BitSet() : null;
        this.fastpath = image.config().fastpath();
        this.idle = new ThreadObject(0, 0, this);
        idle.name = "idle";
        idle.state = ThreadState.IDLE;
        idle.schedContext = new SchedContextObject(0, 0);
        current = idle;
        scheduler = new Scheduler(this, image.domains());
    }

    // The ways into the kernel. In an image of one core both are open, and cost nothing.

    /** The own thread: enters the slow path. Blocking: on other cores that are in the kernel. */
    public void enterKernel() {
        if (isShared) {
            lock.enter(index);
        }
    }

    /** The own thread: leaves the slow path. */
    public void leaveKernel() {
        if (isShared) {
            leaveShared();
        }
    }

    private void leaveShared() {
        // Before the lock is let go: a core that then enters a fastpath finds the interrupt.
        for (int i = calls.nextSetBit(0); i >= 0; i = calls.nextSetBit(i + 1)) {
            image.core(i).interrupts.raise(InterruptLines.ATTENTION);
        }
        lock.leave(index);
        // After it: to wake a core that sleeps takes longer than most kernel entries.
        for (int i = calls.nextSetBit(0); i >= 0; i = calls.nextSetBit(i + 1)) {
            processor.interrupt(i);
        }
        calls.clear();
    }

    /**
     * The own thread: enters a fastpath, unless another core wants something of this one. Blocking:
     * under {@link LockingDiscipline#LOCK_FREE_FASTPATH} on one slow path, if one is under way, and
     * else wait-free; under {@link LockingDiscipline#BIG_LOCK} on all cores that are in the kernel.
     *
     * @return false if the slow path must be taken
     */
    public boolean enterFastpath() {
        return !isShared || enterSharedFastpath();
    }

    private boolean enterSharedFastpath() {
        lock.enterFastpath(index);
        // Only now: what the last slow path wants of this core was raised before that was left.
        if (interrupts.isPending()) {
            lock.leaveFastpath(index);
            return false;
        }
        return true;
    }

    /** The own thread: leaves a fastpath. Wait-free. */
    public void leaveFastpath() {
        if (isShared) {
            lock.leaveFastpath(index);
        }
    }

    /** In the slow path: has another core look at its queues, when this one leaves. */
    public void call(Core other) {
        calls.set(other.index);
    }

    /**
     * In the slow path: takes what is pending and lets the kernel handle it. The caller then lets
     * the scheduler decide.
     */
    public void takeInterrupts() {
        Footprint.does(KernelWork.INTERRUPT);
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
            case InterruptLines.ATTENTION -> attend();
            default -> {
                scheduler.interruptEntry();
                image.interrupts().deliver(this, line);
            }
        }
    }

    private void attend() {
        stopping = image.isStopping();
        if (isShared) {
            scheduler.called();
            dispatcher.called();
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

    /**
     * From a program of this core, outside the kernel: leaves the host's thread to the machine,
     * which goes on behind its call of {@link #dispatch} or {@link #resume}. To the kernel nothing
     * happens: the program is running all the while. Returns when the machine has called {@link
     * #resume}. For machines on which several cores share a host thread.
     *
     * @throws StackOverflowError if the program has left its stack at too many places
     */
    public void suspend() {
        dispatcher.suspend();
    }

    /** Whether a program of this core was left by {@link #suspend}. */
    public boolean isSuspended() {
        return dispatcher.isSuspended();
    }

    /**
     * Goes on where {@link #suspend} was called; nothing but this may be asked of the core until
     * then. Returns as {@link #dispatch} does.
     */
    public boolean resume() {
        return dispatcher.resume();
    }
}
