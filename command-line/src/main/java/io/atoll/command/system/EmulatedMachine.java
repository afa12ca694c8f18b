package io.atoll.command.system;

import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.pinned.CpuAffinity;
import io.atoll.cluster.topology.ClusterBy;
import io.atoll.cluster.topology.Clustering;
import io.atoll.cluster.topology.HostTopology;
import io.atoll.cluster.topology.Topology;

import java.util.Arrays;
import java.util.List;

/**
 * The machine that a system is to run on, and where its cores are on this host.
 *
 * @param isThisHost whether the machine is this host: then each core is itself
 */
public record EmulatedMachine(Clustering clustering, boolean isThisHost) {
    /**
     * A CPU of this host for the boot core of each of these clusters.
     *
     * @return by place in {@code clusters}; all {@link CoreConfig#UNPINNED} if there are too few
     *     CPUs
     */
    public int[] hostCpus(List<Integer> clusters) {
        if (!CpuAffinity.isSupported()) {
            return unpinned(clusters.size());
        }
        if (isThisHost) {
            return clusters.stream()
                    .mapToInt(
                            cluster ->
                                    clustering
                                            .topology()
                                            .puOf(clustering.coresOf(cluster).getFirst()))
                    .toArray();
        }
        return spread(HostTopology.read(), clusters.size());
    }

    /**
     * One CPU each, in L2 groups of their own if there are so many, otherwise on cores of their
     * own.
     */
    static int[] spread(Topology host, int count) {
        Clustering groups = Clustering.of(host, ClusterBy.L2);
        if (groups.clusterCount() >= count) {
            return groups.clusters().stream()
                    .limit(count)
                    .mapToInt(cores -> host.puOf(cores.getFirst()))
                    .toArray();
        }
        if (host.coreCount() >= count) {
            return host.cores().stream()
                    .limit(count)
                    .mapToInt(core -> host.puOf(core.index()))
                    .toArray();
        }
        return unpinned(count);
    }

    /** No CPU for anybody. */
    public static int[] unpinned(int count) {
        int[] cpus = new int[count];
        Arrays.fill(cpus, CoreConfig.UNPINNED);
        return cpus;
    }
}
