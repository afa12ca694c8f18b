package io.atoll.command;

import io.atoll.cluster.topology.Clustering;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.UsedCluster;
import io.atoll.command.system.Workload;
import io.atoll.coordinator.SystemPlan;

import java.util.List;

/** A system in one line, as it is said before a run. */
final class SystemSummary {
    private SystemSummary() {}

    static String of(LoadedSystem loaded) {
        Workload workload = loaded.workload();
        return "%s: %s; %d of %d clusters used%s"
                .formatted(
                        workload.name(),
                        workload.plan().map(SystemSummary::parts).orElse("an initial task"),
                        workload.clusters().size(),
                        loaded.machine().clustering().clusterCount(),
                        coresUsed(loaded));
    }

    private static String parts(SystemPlan plan) {
        var system = plan.description();
        return String.join(
                ", ",
                Messages.count(system.allProtectionDomains().size(), "protection domain"),
                Messages.count(system.memoryRegions().size(), "memory region"),
                Messages.count(system.channels().size(), "channel"));
    }

    /** Only worth a word where clusters have several cores. */
    private static String coresUsed(LoadedSystem loaded) {
        Clustering clustering = loaded.machine().clustering();
        int cores = clustering.topology().coreCount();
        return cores == clustering.clusterCount()
                ? ""
                : ", %d of %d cores".formatted(coreCount(loaded.workload().clusters()), cores);
    }

    static int coreCount(List<UsedCluster> clusters) {
        return clusters.stream().mapToInt(cluster -> cluster.cores().size()).sum();
    }
}
