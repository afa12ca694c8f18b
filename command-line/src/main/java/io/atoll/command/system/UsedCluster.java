package io.atoll.command.system;

import io.atoll.cluster.topology.Clustering;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A cluster that runs something. The machine has only such clusters, and of each only such cores.
 * Immutable.
 *
 * @param index number of the cluster in the topology
 * @param cores its first core, where its initial task runs, and those that programs were put on;
 *     ascending
 */
public record UsedCluster(int index, List<Integer> cores) {
    public UsedCluster {
        cores = List.copyOf(cores);
    }

    /** The clusters that these cores are in, ascending. */
    static List<UsedCluster> of(Clustering clustering, Collection<Integer> programCores) {
        TreeSet<Integer> indices = new TreeSet<>();
        programCores.forEach(core -> indices.add(clustering.clusterOf(core)));
        List<UsedCluster> used = new ArrayList<>();
        for (int index : indices) {
            List<Integer> members = clustering.coresOf(index);
            used.add(
                    new UsedCluster(
                            index,
                            members.stream()
                                    .filter(
                                            core ->
                                                    core.equals(members.getFirst())
                                                            || programCores.contains(core))
                                    .toList()));
        }
        return List.copyOf(used);
    }

    /** All clusters with all their cores. */
    static List<UsedCluster> all(Clustering clustering) {
        return of(clustering, clustering.clusters().stream().flatMap(List::stream).toList());
    }
}
