package io.atoll.command.system;

import io.atoll.cluster.topology.Clustering;
import io.atoll.coordinator.system.Cores;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The cores of a topology, as a description sees them. Clusters are numbered as in the topology, or
 * by their places in a list of those that are used.
 */
record TopologyCores(Clustering clustering, List<Integer> usedClusters) implements Cores {
    /** All clusters. */
    TopologyCores(Clustering clustering) {
        this(clustering, IntStream.range(0, clustering.clusterCount()).boxed().toList());
    }

    @Override
    public int count() {
        return clustering.topology().coreCount();
    }

    @Override
    public int clusterOf(int cpu) {
        int cluster = usedClusters.indexOf(clustering.clusterOf(cpu));
        if (cluster < 0) {
            throw new IndexOutOfBoundsException("cpu " + cpu + " is in no cluster that is used");
        }
        return cluster;
    }
}
