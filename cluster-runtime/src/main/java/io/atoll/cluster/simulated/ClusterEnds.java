package io.atoll.cluster.simulated;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.EndedClusters;
import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.cache.LineAccess;
import io.atoll.cluster.simulated.cost.Cost;

import java.util.List;

/**
 * Tells the clusters of a machine that one of them has ended: writes it where they can read it, and
 * interrupts each. It counts as written by the boot core of the cluster that ended, so that who
 * reads it fetches the line from there. Used by the machine's thread.
 */
final class ClusterEnds {
    private final SimulatedMachine machine;
    private final List<SimulatedCluster> clusters;
    private final Interconnect interconnect;
    private final EndedClusters.Writer list;

    ClusterEnds(
            SimulatedMachine machine,
            List<SimulatedCluster> clusters,
            Interconnect interconnect,
            EndedClusters.Writer list) {
        this.machine = machine;
        this.clusters = clusters;
        this.interconnect = interconnect;
        this.list = list;
    }

    /** A cluster could not go on; the core that found out tells the others, as it would ring. */
    void failed(SimulatedCluster ended, SimulatedCore core) {
        write(ended, core.cycles());
        for (SimulatedCluster other : clusters) {
            if (other != ended) {
                machine.raise(
                        core,
                        other.cores().getFirst(),
                        ClusterBootInfo.ENDED_LINE,
                        EventKind.DOORBELL);
            }
        }
    }

    /** A cluster has stopped between two steps; the machine tells the others. */
    void crashed(SimulatedCluster ended, long atCycles) {
        write(ended, atCycles);
        for (SimulatedCluster other : clusters) {
            if (other.failure() == null) {
                SimulatedCore told = other.cores().getFirst();
                int takes = told.jittered(machine.costs().of(Cost.DOORBELL_DELIVERY));
                machine.loop()
                        .interrupt(
                                told,
                                atCycles + takes,
                                ClusterBootInfo.ENDED_LINE,
                                EventKind.DOORBELL);
            }
        }
    }

    private void write(SimulatedCluster ended, long atCycles) {
        list.add(ended.index());
        SimulatedCore writer = ended.cores().getFirst();
        written(list.lastAddress(), writer, atCycles);
        written(list.countAddress(), writer, atCycles);
    }

    private void written(long address, SimulatedCore writer, long atCycles) {
        CacheLine line = interconnect.memoryLine(address, writer.index());
        interconnect.access(line, writer.index(), LineAccess.STORE, atCycles);
        machine.loop().changed(line, atCycles, writer);
    }
}
