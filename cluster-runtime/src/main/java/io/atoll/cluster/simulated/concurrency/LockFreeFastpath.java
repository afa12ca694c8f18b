package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.cache.LineAccess;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;

import java.util.List;

/**
 * {@code io.atoll.kernel.concurrency.BigReaderLock} in virtual time (decision 0013). A fastpath
 * says that it is there in a flag of its core's own and reads one word that slow paths write; while
 * there is one it goes the slow way itself. A slow path takes the lock, writes that word, looks at
 * the flags of all cores, and waits for fastpaths under way.
 */
final class LockFreeFastpath extends ConcurrencyControl {
    private final QueueLock lock;
    private final CacheLine holder;
    private final CacheLine[] flags;

    /** When each core's last fastpath will be over. */
    private final long[] fastpathUntil;

    private final int announceCycles;
    private final int lookCycles;

    LockFreeFastpath(CostModel costs, Interconnect interconnect, List<? extends EntryClock> cores) {
        super(interconnect, cores);
        lock = new QueueLock(costs, interconnect, statistics, this);
        holder = interconnect.newLine(clock(0).index());
        flags = new CacheLine[cores.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = interconnect.newLine(clock(i).index());
        }
        fastpathUntil = new long[cores.size()];
        announceCycles = costs.of(Cost.ANNOUNCE);
        lookCycles = costs.of(Cost.LINE_SAME_CORE);
    }

    @Override
    public boolean enterFastpath(int core) {
        EntryClock clock = clock(core);
        clock.spend(announceCycles);
        clock.access(flags[core], LineAccess.STORE);
        clock.access(holder, LineAccess.LOAD);
        if (clock.cycles() < lock.freeAt()) {
            statistics.refusedFastpaths++;
            return false;
        }
        return true;
    }

    @Override
    public void leaveFastpath(int core) {
        EntryClock clock = clock(core);
        if (clock.hasTakenFastpath()) {
            statistics.entries++;
            clock.payForWork();
        }
        fastpathUntil[core] = clock.cycles();
    }

    @Override
    void begin(int core, EntryClock clock) {
        lock.acquire(core, clock);
        clock.access(holder, LineAccess.STORE);
        for (int i = 0; i < flags.length; i++) {
            if (i != core) {
                CacheLine flag = flags[i];
                if (!flag.isHeldBy(clock.index())) {
                    clock.access(flag, LineAccess.LOAD);
                }
                if (clock.cycles() < fastpathUntil[i]) {
                    // It spins on a copy, which who leaves the fastpath takes away from it.
                    int other = clock(i).index();
                    interconnect.access(flag, other, LineAccess.STORE, fastpathUntil[i]);
                    statistics.waitUntil(clock, fastpathUntil[i]);
                    clock.access(flag, LineAccess.LOAD);
                }
            }
        }
        clock.spend(lookCycles * (flags.length - 1));
    }

    @Override
    void end(int core, EntryClock clock) {
        clock.access(holder, LineAccess.STORE);
        lock.release(core, clock);
    }

    @Override
    public void touch(int core, CacheLine line, boolean isFirst, boolean writes) {
        clock(core).access(line, writes ? LineAccess.STORE : LineAccess.LOAD);
    }
}
