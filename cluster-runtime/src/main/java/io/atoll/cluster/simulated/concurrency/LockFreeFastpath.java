package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.cache.LineAccess;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;

import java.util.List;

/**
 * {@code io.atoll.kernel.concurrency.BigReaderLock} in virtual time (decisions 0013 and 0020). A
 * fastpath says that it is there in a flag of its core's own and reads one word that slow paths
 * write; while there is one it waits until that has left, and goes in before the next. A slow path
 * takes the lock, writes that word, looks at the flags of all cores, and waits for fastpaths under
 * way.
 *
 * <p>Simplified: slow paths that were queued when a fastpath went in before them have been executed
 * already, and are not told that they wait for it; who comes after them is.
 */
final class LockFreeFastpath extends ConcurrencyControl {
    private final QueueLock lock;
    private final Phases phases;
    private final CacheLine[] flags;

    /** The word that all look at, among slow paths that are queued. */
    private final CacheLine holders;

    /** When each core's last fastpath was entered, and when it will be over. */
    private final long[] fastpathFrom;

    private final long[] fastpathUntil;

    /** Of each core's slow path: from when on it kept fastpaths out, and when none was left. */
    private final long[] begin;

    private final long[] still;

    private final int announceCycles;
    private final int lookCycles;

    LockFreeFastpath(CostModel costs, Interconnect interconnect, List<? extends EntryClock> cores) {
        super(interconnect, cores);
        lock = new QueueLock(costs, interconnect, statistics, this);
        phases = new Phases(interconnect, clock(0).index());
        holders = interconnect.newKernelLine(clock(0).index());
        flags = new CacheLine[cores.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = interconnect.newKernelLine(clock(i).index());
        }
        begin = new long[cores.size()];
        still = new long[cores.size()];
        fastpathFrom = new long[cores.size()];
        fastpathUntil = new long[cores.size()];
        announceCycles = costs.of(Cost.ANNOUNCE);
        lookCycles = costs.of(Cost.LINE_SAME_CORE);
    }

    @Override
    public void enterFastpath(int core) {
        EntryClock clock = clock(core);
        clock.spend(announceCycles);
        // Slow paths that are still to come may have looked at it already.
        clock.accessOutOfTurn(flags[core], LineAccess.STORE);
        phases.forget(clock.arrivalCycles());
        if (phases.isHeld(clock.cycles())) {
            // It spins on a copy of the word, which the end of that slow path takes away from it.
            statistics.delayedFastpaths++;
            statistics.waitUntil(clock, phases.end(clock.cycles()));
        }
        fastpathFrom[core] = clock.cycles();
        clock.access(phases.word(clock.cycles()), LineAccess.LOAD);
    }

    @Override
    public void leaveFastpath(int core) {
        EntryClock clock = clock(core);
        if (clock.hasTakenFastpath()) {
            statistics.entries++;
            clock.payForWork();
        }
        fastpathUntil[core] = clock.cycles();
        lock.putOff(phases.putOff(fastpathFrom[core], fastpathUntil[core]));
    }

    @Override
    void begin(int core, EntryClock clock) {
        phases.forget(clock.arrivalCycles());
        long asked = clock.cycles();
        CacheLine word = phases.areOver(asked) ? phases.word(asked) : holders;
        lock.acquire(core, clock);
        clock.access(word, LineAccess.STORE);
        begin[core] = clock.cycles();
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
        still[core] = clock.cycles();
    }

    @Override
    void end(int core, EntryClock clock) {
        holders.moveTo(clock.index());
        phases.add(begin[core], still[core], clock.cycles(), clock.index());
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
