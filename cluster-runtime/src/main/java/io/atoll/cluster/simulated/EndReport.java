package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.fault.ClusterCrash;
import io.atoll.kernel.debug.KernelDebug;

import java.util.ArrayList;
import java.util.List;

/** Who waits for what when nothing can happen any more, in words. */
final class EndReport {
    private EndReport() {}

    /** A line for each thread that waits. */
    static List<String> waiting(List<SimulatedCluster> clusters) {
        List<String> lines = new ArrayList<>();
        for (SimulatedCluster cluster : clusters) {
            if (cluster.failure() instanceof ClusterCrash crash) {
                lines.add("cluster %d  %s".formatted(cluster.index(), crash.getMessage()));
                continue;
            }
            for (String line : KernelDebug.waiting(cluster.image())) {
                lines.add("cluster %d  %s".formatted(cluster.index(), line));
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
