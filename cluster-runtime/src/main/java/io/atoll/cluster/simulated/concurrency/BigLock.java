package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.cache.LineAccess;
import io.atoll.cluster.simulated.cost.CostModel;

import java.util.List;

/** Every entry takes the one lock of the image, as in seL4's multi-core kernel. */
final class BigLock extends ConcurrencyControl {
    private final QueueLock lock;

    BigLock(CostModel costs, Interconnect interconnect, List<? extends EntryClock> cores) {
        super(interconnect, cores);
        lock = new QueueLock(costs, interconnect, statistics, this);
    }

    @Override
    void begin(int core, EntryClock clock) {
        lock.acquire(core, clock);
    }

    @Override
    void end(int core, EntryClock clock) {
        lock.release(core, clock);
    }

    @Override
    public boolean isFreeAtHand() {
        return true;
    }

    @Override
    public void touch(int core, CacheLine line, boolean isFirst, boolean writes) {
        clock(core).access(line, writes ? LineAccess.STORE : LineAccess.LOAD);
    }
}
