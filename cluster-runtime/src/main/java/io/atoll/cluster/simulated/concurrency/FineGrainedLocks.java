package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.cache.LineAccess;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;

import java.util.List;

/**
 * A lock in the first line of everything that an entry changes, held to the end of the entry. What
 * is only read (capabilities on the way to an object) is read without a lock, as with read-copy-
 * update: a reader waits for who changes it, and nobody waits for a reader. No account is taken of
 * the order in which locks would have to be taken so that nobody deadlocks.
 */
final class FineGrainedLocks extends ConcurrencyControl {
    private final LineSet[] held;
    private final int acquireCycles;
    private final int releaseCycles;

    FineGrainedLocks(CostModel costs, Interconnect interconnect, List<? extends EntryClock> cores) {
        super(interconnect, cores);
        held = LineSet.forCores(cores.size());
        acquireCycles = costs.of(Cost.LOCK_ACQUIRE);
        releaseCycles = costs.of(Cost.LOCK_RELEASE);
    }

    @Override
    void begin(int core, EntryClock clock) {
        // There is nothing that everybody takes.
    }

    @Override
    public boolean isFreeAtHand() {
        return false;
    }

    @Override
    public void touch(int core, CacheLine line, boolean isFirst, boolean writes) {
        EntryClock clock = clock(core);
        long entry = entry(core);
        if (!isFirst || entry == 0) {
            clock.access(line, writes ? LineAccess.STORE : LineAccess.LOAD);
        } else if (line.entry != entry) {
            statistics.waitUntil(clock, line.writtenUntil);
            if (writes) {
                line.entry = entry;
                clock.spend(acquireCycles);
                clock.access(line, LineAccess.ATOMIC);
                held[core].add(line);
            } else {
                clock.access(line, LineAccess.LOAD);
            }
        }
    }

    @Override
    void end(int core, EntryClock clock) {
        LineSet locks = held[core];
        for (int i = 0; i < locks.size(); i++) {
            clock.spend(releaseCycles);
            locks.get(i).writtenUntil = clock.cycles();
        }
        locks.clear();
    }
}
