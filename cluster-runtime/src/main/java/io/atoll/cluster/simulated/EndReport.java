package io.atoll.cluster.simulated;

import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.WaitReport;
import io.atoll.cluster.simulated.fault.ClusterCrash;

import java.util.ArrayList;
import java.util.List;

/** Who waits for what when nothing can happen any more, and who is not there or polls instead. */
final class EndReport {
    private EndReport() {}

    /** Each thread that waits. */
    static List<WaitReport.Waiting> waiting(List<SimulatedCluster> clusters, MachineConfig config) {
        return WaitReport.of(
                clusters.stream()
                        .map(each -> each.failure() instanceof ClusterCrash ? null : each.image())
                        .toList(),
                config.clusters().stream().map(MachineConfig.ClusterConfig::cores).toList());
    }

    /** A line for each cluster that has crashed on purpose, and for each core that polls. */
    static List<String> goneOrPolling(List<SimulatedCluster> clusters) {
        List<String> lines = new ArrayList<>();
        for (SimulatedCluster cluster : clusters) {
            if (cluster.failure() instanceof ClusterCrash crash) {
                lines.add("cluster %d  %s".formatted(cluster.index(), crash.getMessage()));
            }
        }
        for (SimulatedCluster cluster : clusters) {
            for (SimulatedCore core : cluster.cores()) {
                if (core.sleepsUntilChange()) {
                    lines.add(
                            "cluster %d  %s polls on core %d what nobody is left to change"
                                    .formatted(
                                            cluster.index(),
                                            core.kernelCore().current.name,
                                            core.machineCore()));
                }
            }
        }
        return List.copyOf(lines);
    }
}
