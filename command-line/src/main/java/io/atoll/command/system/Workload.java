package io.atoll.command.system;

import io.atoll.cluster.InitialTask;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.SharedRegion;
import io.atoll.coordinator.SystemPlan;

import java.util.List;
import java.util.Optional;

/**
 * What a machine is booted with.
 *
 * @param name of the system, for verdicts and folders
 * @param clusters those of the topology's clusters that run something, ascending
 * @param regions memory they share
 * @param initialTask first program of each cluster, by its place in {@code clusters}
 * @param programs names of the programs whose output may appear
 * @param plan of a described system; empty for an initial task of the user's own
 */
public record Workload(
        String name,
        List<UsedCluster> clusters,
        List<SharedRegion> regions,
        InitialTask initialTask,
        List<String> programs,
        Optional<SystemPlan> plan) {
    public Workload {
        clusters = List.copyOf(clusters);
        regions = List.copyOf(regions);
        programs = List.copyOf(programs);
    }

    /** A machine that this can be booted on, everything that is not said here as usual. */
    public MachineConfig machine(List<ClusterConfig> placed) {
        return MachineConfig.of(placed)
                .withRootCNodeSizeBits(
                        plan.map(SystemPlan::rootCNodeSizeBits)
                                .orElse(MachineConfig.DEFAULT_ROOT_CNODE_SIZE_BITS))
                .withRegions(regions);
    }

    /** Whether there is one program only, so that nobody asks whose line it is. */
    public boolean isOneProgram() {
        return programs.size() == 1 && clusters.size() == 1;
    }
}
