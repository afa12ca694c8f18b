package io.atoll.command.system;

import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.pinned.CpuAffinity;
import io.atoll.cluster.topology.Clustering;
import io.atoll.cluster.topology.HostTopology;
import io.atoll.kernel.LockingDiscipline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The machine that a system is to run on, and where its cores are on this host.
 *
 * @param isThisHost whether the machine is this host: then each core is itself
 * @param locking how the cores of a cluster keep apart in their kernel
 */
public record EmulatedMachine(
        Clustering clustering, boolean isThisHost, LockingDiscipline locking) {
    /**
     * Clusters with a CPU of this host for each core.
     *
     * @return in the order of {@code clusters}; empty if there are too few CPUs
     */
    public Optional<List<ClusterConfig>> placed(List<UsedCluster> clusters) {
        if (!CpuAffinity.isSupported()) {
            return Optional.empty();
        }
        if (isThisHost) {
            return Optional.of(
                    on(
                            clusters.stream()
                                    .map(
                                            cluster ->
                                                    cluster.cores().stream()
                                                            .map(clustering.topology()::puOf)
                                                            .toList())
                                    .toList(),
                            clusters));
        }
        List<Integer> sizes = clusters.stream().map(cluster -> cluster.cores().size()).toList();
        return HostPlacement.spread(HostTopology.read(), sizes).map(cpus -> on(cpus, clusters));
    }

    private static List<ClusterConfig> on(List<List<Integer>> cpus, List<UsedCluster> clusters) {
        List<ClusterConfig> placed = new ArrayList<>();
        for (int i = 0; i < clusters.size(); i++) {
            List<CoreConfig> cores = new ArrayList<>();
            for (int k = 0; k < clusters.get(i).cores().size(); k++) {
                cores.add(new CoreConfig(clusters.get(i).cores().get(k), cpus.get(i).get(k)));
            }
            placed.add(new ClusterConfig(cores));
        }
        return placed;
    }

    /** Clusters with no CPU for anybody. */
    public static List<ClusterConfig> unpinned(List<UsedCluster> clusters) {
        return clusters.stream()
                .map(
                        cluster ->
                                new ClusterConfig(
                                        cluster.cores().stream()
                                                .map(
                                                        core ->
                                                                new CoreConfig(
                                                                        core, CoreConfig.UNPINNED))
                                                .toList()))
                .toList();
    }
}
