package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.kernel.LockingDiscipline;
import io.atoll.kernel.concurrency.ImageLock;

import java.util.List;

/**
 * What keeps the cores of one image apart. The kernel says where it enters and leaves; in between,
 * every line that it touches is told. The kernel's own work is paid for before it leaves, so that
 * others wait for it.
 *
 * <p>A fastpath that was entered and could not be taken to its end leaves in the kernel's words,
 * and enters the slow way at once: for who holds a lock, that is one entry.
 */
public abstract class ConcurrencyControl extends ImageLock {
    final Interconnect interconnect;
    final ControlStatistics statistics = new ControlStatistics();
    private final EntryClock[] cores;

    /** Number of each core's entry in progress; 0 if it is not in the kernel. */
    private final long[] entries;

    private long entryCount;

    ConcurrencyControl(Interconnect interconnect, List<? extends EntryClock> cores) {
        this.interconnect = interconnect;
        this.cores = cores.toArray(new EntryClock[0]);
        this.entries = new long[cores.size()];
    }

    /**
     * Keeps the cores of an image apart.
     *
     * @return null if there is but one: then nobody has to be kept apart
     */
    public static ConcurrencyControl of(
            LockingDiscipline discipline,
            CostModel costs,
            Interconnect interconnect,
            List<? extends EntryClock> cores) {
        if (cores.size() == 1) {
            return null;
        }
        return switch (discipline) {
            case BIG_LOCK -> new BigLock(costs, interconnect, cores);
            case LOCK_FREE_FASTPATH -> new LockFreeFastpath(costs, interconnect, cores);
            case FINE_GRAINED -> new FineGrainedLocks(costs, interconnect, cores);
            case TRANSACTIONS -> new Transactions(costs, interconnect, cores);
        };
    }

    /** What happened so far. */
    public final ControlStatistics statistics() {
        return statistics;
    }

    @Override
    public final void enter(int core) {
        if (!cores[core].isAsked() && entries[core] == 0) {
            entries[core] = ++entryCount;
            statistics.entries++;
            begin(core, cores[core]);
        }
    }

    @Override
    public final void leave(int core) {
        if (!cores[core].isAsked() && entries[core] != 0) {
            cores[core].payForWork();
            end(core, cores[core]);
            entries[core] = 0;
        }
    }

    @Override
    public void enterFastpath(int core) {
        enter(core);
    }

    @Override
    public void leaveFastpath(int core) {
        if (cores[core].hasTakenFastpath()) {
            leave(core);
        }
    }

    /** A program goes on, or nothing: whatever was begun is ended. */
    public final void exit(int core) {
        leave(core);
    }

    /** The number of a core's entry; others have other ones. 0 if it is not in the kernel. */
    final long entry(int core) {
        return entries[core];
    }

    final EntryClock clock(int core) {
        return cores[core];
    }

    final int coreCount() {
        return cores.length;
    }

    abstract void begin(int core, EntryClock clock);

    abstract void end(int core, EntryClock clock);

    /** Whether {@link #touch} has nothing to do for a line that the core has at hand. */
    public abstract boolean isFreeAtHand();

    /**
     * The kernel reads or writes a line on that core.
     *
     * @param isFirst whether it is the first of what it belongs to, where a lock would be
     */
    public abstract void touch(int core, CacheLine line, boolean isFirst, boolean writes);
}
