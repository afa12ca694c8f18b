package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.cache.LineAccess;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;

/**
 * The queue lock of {@code io.atoll.kernel.concurrency.ClhLock} in virtual time: cores get it in
 * the order in which they ask. Its lines are the tail, which everybody exchanges, and a node for
 * each core, which its holder writes and its successor reads. So an uncontended acquisition costs
 * what the instructions do, and what it takes the lines to come from who had the lock last; a
 * contended one, the time until the holder lets go, and two ways of a line: the holder gets its
 * node back to write it, and the successor reads it.
 */
final class QueueLock {
    private final Interconnect interconnect;
    private final ControlStatistics statistics;
    private final int acquireCycles;
    private final int releaseCycles;
    private final CacheLine tail;

    /** A core that is done goes on with its predecessor's node. */
    private final CacheLine[] nodes;

    private CacheLine lastNode;

    /** The core that had it last, among all of the machine. */
    private int last;

    private long freeAt;
    private long heldSince;
    private CacheLine predecessor;

    QueueLock(
            CostModel costs,
            Interconnect interconnect,
            ControlStatistics statistics,
            ConcurrencyControl control) {
        this.interconnect = interconnect;
        this.statistics = statistics;
        this.acquireCycles = costs.of(Cost.LOCK_ACQUIRE);
        this.releaseCycles = costs.of(Cost.LOCK_RELEASE);
        this.last = control.clock(0).index();
        this.tail = interconnect.newKernelLine(last);
        this.lastNode = interconnect.newKernelLine(last);
        this.nodes = new CacheLine[control.coreCount()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = interconnect.newKernelLine(control.clock(i).index());
        }
    }

    /** When it will be free, as far as is known: nobody who asked before lets go later. */
    long freeAt() {
        return freeAt;
    }

    /** Those who asked before let go so much later. */
    void putOff(long cycles) {
        freeAt += cycles;
    }

    void acquire(int core, EntryClock clock) {
        long asked = clock.cycles();
        clock.spend(acquireCycles);
        clock.access(nodes[core], LineAccess.STORE);
        clock.access(tail, LineAccess.ATOMIC);
        predecessor = lastNode;
        if (clock.cycles() < freeAt) {
            // It spins on a copy, which the release takes away from it.
            interconnect.access(predecessor, clock.index(), LineAccess.LOAD, clock.cycles());
            interconnect.access(predecessor, last, LineAccess.STORE, freeAt);
            statistics.waitUntil(clock, freeAt);
        }
        clock.access(predecessor, LineAccess.LOAD);
        heldSince = clock.cycles();
        statistics.acquireCycles += heldSince - asked;
    }

    void release(int core, EntryClock clock) {
        clock.spend(releaseCycles);
        CacheLine own = nodes[core];
        clock.access(own, LineAccess.STORE);
        lastNode = own;
        nodes[core] = predecessor;
        last = clock.index();
        freeAt = clock.cycles();
        statistics.heldCycles += freeAt - heldSince;
    }
}
