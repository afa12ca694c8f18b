package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.cache.LineAccess;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;

import java.util.List;

/**
 * Every entry is a hardware transaction, with a lock behind it (lock elision). What it reads and
 * writes, line by line, conflicts with what entries of other cores write, or read and write, that
 * have not been committed yet. A conflict costs the work so far and the abort, and the entry begins
 * again; after some attempts, or when it touches more lines than a transaction can, it takes the
 * lock, for which all that come later wait.
 *
 * <p>It is the later entry that aborts: the earlier one has been executed to its end already, and
 * when it will commit is known. Real processors often let the later one win, and so abort more.
 */
final class Transactions extends ConcurrencyControl {
    private final QueueLock lock;

    /** In the read set of every transaction. */
    private final CacheLine lockWord;

    private final LineSet[] sets;
    private final long[] startedAt;
    private final int[] retriesLeft;
    private final boolean[] hasLock;
    private final int beginCycles;
    private final int commitCycles;
    private final int abortCycles;
    private final int retries;
    private final int mostLines;

    Transactions(CostModel costs, Interconnect interconnect, List<? extends EntryClock> cores) {
        super(interconnect, cores);
        lock = new QueueLock(costs, interconnect, statistics, this);
        lockWord = interconnect.newKernelLine(clock(0).index());
        sets = LineSet.forCores(cores.size());
        startedAt = new long[cores.size()];
        retriesLeft = new int[cores.size()];
        hasLock = new boolean[cores.size()];
        beginCycles = costs.of(Cost.TRANSACTION_BEGIN);
        commitCycles = costs.of(Cost.TRANSACTION_COMMIT);
        abortCycles = costs.of(Cost.TRANSACTION_ABORT);
        retries = costs.of(Cost.TRANSACTION_RETRIES);
        mostLines = costs.of(Cost.TRANSACTION_LINES);
    }

    @Override
    void begin(int core, EntryClock clock) {
        retriesLeft[core] = retries;
        hasLock[core] = false;
        start(core, clock);
    }

    private void start(int core, EntryClock clock) {
        statistics.waitUntil(clock, lock.freeAt());
        startedAt[core] = clock.cycles();
        clock.spend(beginCycles);
        clock.access(lockWord, LineAccess.LOAD);
    }

    @Override
    public boolean isFreeAtHand() {
        return false;
    }

    @Override
    public void touch(int core, CacheLine line, boolean isFirst, boolean writes) {
        EntryClock clock = clock(core);
        long entry = entry(core) << 1;
        if (entry != 0) {
            boolean isNew = line.entry >>> 1 != entry >>> 1;
            if (isNew || writes && line.entry == entry) {
                avoidConflict(core, clock, line, writes);
                line.entry = writes ? entry | 1 : entry;
            }
            if (isNew) {
                sets[core].add(line);
                if (sets[core].size() > mostLines && !hasLock[core]) {
                    abort(core, clock);
                    fallBack(core, clock, workSoFar(core, clock));
                }
            }
        }
        clock.access(line, writes ? LineAccess.STORE : LineAccess.LOAD);
    }

    /** Waits, by beginning again, until the line is in nobody's way. */
    private void avoidConflict(int core, EntryClock clock, CacheLine line, boolean writes) {
        long busyUntil = writes ? Math.max(line.writtenUntil, line.readUntil) : line.writtenUntil;
        while (clock.cycles() < busyUntil) {
            if (hasLock[core]) {
                statistics.waitUntil(clock, busyUntil);
                return;
            }
            int work = workSoFar(core, clock);
            abort(core, clock);
            if (retriesLeft[core]-- > 0) {
                start(core, clock);
                clock.spend(work);
            } else {
                fallBack(core, clock, work);
            }
        }
    }

    private int workSoFar(int core, EntryClock clock) {
        return (int) (clock.cycles() - startedAt[core] - beginCycles);
    }

    private void abort(int core, EntryClock clock) {
        statistics.aborts++;
        clock.spend(abortCycles);
    }

    /** With the lock, which makes all others begin again, what was done so far is done again. */
    private void fallBack(int core, EntryClock clock, int work) {
        statistics.fallbacks++;
        hasLock[core] = true;
        lock.acquire(core, clock);
        clock.access(lockWord, LineAccess.STORE);
        clock.spend(work);
    }

    @Override
    void end(int core, EntryClock clock) {
        if (hasLock[core]) {
            lock.release(core, clock);
        } else {
            clock.spend(commitCycles);
        }
        long committed = clock.cycles();
        LineSet set = sets[core];
        for (int i = 0; i < set.size(); i++) {
            CacheLine line = set.get(i);
            if ((line.entry & 1) != 0) {
                line.writtenUntil = committed;
            } else {
                line.readUntil = Math.max(line.readUntil, committed);
            }
        }
        set.clear();
    }
}
