package io.atoll.cluster.pinned;

import io.atoll.cluster.IdleStrategy;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.kernel.Core;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.Processor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One emulated core: the processor its kernel sees, and the loop that runs it on a host thread.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>core</td><td>anybody, plain</td><td>own thread before the machine's start barrier</td>
 * <td>that barrier</td></tr>
 * <tr><td>deadline</td><td>timer and own thread, volatile</td><td>own thread; timer by
 * compare-and-set</td><td>–</td></tr>
 * <tr><td>idleEpoch</td><td>anybody, volatile</td><td>own thread, volatile</td><td>–</td></tr>
 * <tr><td>awaitsTime, hasLeft</td><td>anybody, plain, between two looks at the epoch</td><td>own
 * thread, before it makes the epoch odd</td><td>idleEpoch</td></tr>
 * </table>
 */
final class PinnedCore implements Processor {
    private static final VarHandle DEADLINE;

    static {
        try {
            DEADLINE =
                    MethodHandles.lookup().findVarHandle(PinnedCore.class, "deadline", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Spins after which a core counts as having nothing to do for a while. */
    private static final int QUIET_SPINS = 1_000;

    private final PinnedCores cores;
    private final int cluster;
    private final CoreConfig config;
    private final IdleStrategy idleStrategy;
    private final SleepFlag sleepFlag = new SleepFlag();
    private Core core;
    private volatile long deadline = DeadlineTimer.NEVER;

    /** Odd while this core idles; grows with every change. */
    private volatile long idleEpoch;

    /** While this core idles: whether a thread of it will run when its time comes. */
    private boolean awaitsTime;

    /** This core runs nothing any more, whatever is raised. */
    private boolean hasLeft;

    /**
     * @param cores all cores of the machine
     * @param cluster whose image this core runs
     */
    PinnedCore(PinnedCores cores, int cluster, CoreConfig config, IdleStrategy idleStrategy) {
        this.cores = cores;
        this.cluster = cluster;
        this.config = config;
        this.idleStrategy = idleStrategy;
    }

    CoreConfig config() {
        return config;
    }

    /** Before the machine's start barrier. */
    void attach(Core attached) {
        core = attached;
    }

    /** The own thread: runs user programs until the image stops. */
    void dispatchUntilStopped() {
        while (true) {
            core.dispatchUntilIdle();
            if (core.stopping) {
                return;
            }
            idle();
        }
    }

    /**
     * The own thread, when it has left its loop and everything there was to say about that is said:
     * idle for good. Whoever sees the machine idle sees what was written before.
     */
    void left() {
        awaitsTime = false;
        hasLeft = true;
        idleEpoch |= 1;
        cores.idleWatch().becameQuiet();
    }

    /** Returns when an interrupt is pending. */
    private void idle() {
        InterruptLines lines = core.interrupts;
        if (lines.isPending()) {
            return;
        }
        awaitsTime = core.scheduler.isAwaitingTime(); // before the epoch that publishes it
        idleEpoch++; // odd: before any look at the lines that finds nothing
        for (int spin = 0; spin < idleStrategy.spins() && !lines.isPending(); spin++) {
            Thread.onSpinWait();
            if (spin == QUIET_SPINS) {
                cores.idleWatch().becameQuiet();
            } else if (spin > QUIET_SPINS && idleStrategy == IdleStrategy.SPIN) {
                spin = QUIET_SPINS;
            }
        }
        for (int i = 0; i < idleStrategy.yields() && !lines.isPending(); i++) {
            Thread.yield();
        }
        if (!lines.isPending()) {
            cores.idleWatch().becameQuiet();
            sleepFlag.sleepUntil(lines::isPending);
        }
        idleEpoch++; // even: before the lines are taken
    }

    /** See {@link IdleWatch}. Any thread. */
    long idleEpoch() {
        return idleEpoch;
    }

    /** Any thread: whether no program runs here, now. */
    boolean idles() {
        return (idleEpoch & 1) != 0;
    }

    /** Any thread, between two looks at the same odd {@link #idleEpoch}. */
    boolean awaitsTime() {
        return awaitsTime;
    }

    /** Any thread, between two looks at the same odd {@link #idleEpoch}. */
    boolean hasPendingInterrupts() {
        return !hasLeft && core.interrupts.isPending();
    }

    /** Any thread: raises a line of this core. */
    void raise(int line) {
        core.interrupts.raise(line);
        sleepFlag.wake();
    }

    /** Any thread: sees to it that this core notices what was raised. */
    void wake() {
        sleepFlag.wake();
    }

    /** The timer: rings if the deadline has come. Returns the deadline that is left. */
    long ringIfDue(long now) {
        long due = deadline;
        if (due <= now && DEADLINE.compareAndSet(this, due, DeadlineTimer.NEVER)) {
            raise(InterruptLines.TIMER);
            return DeadlineTimer.NEVER;
        }
        return due;
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public void setDeadline(long ticks) {
        deadline = ticks;
        cores.timer().deadlineChanged(ticks);
    }

    @Override
    public void raiseInterrupt(int machineCore, int line) {
        PinnedCore target = cores.numbered(machineCore);
        if (target != null) {
            target.raise(line);
        }
    }

    @Override
    public void interrupt(int core) {
        cores.of(cluster).get(core).raise(InterruptLines.ATTENTION);
    }

    @Override
    public int machineCores() {
        return cores.numbers();
    }

    @Override
    public void charge(int cycles) {
        // Real cores spend their cycles themselves.
    }
}
