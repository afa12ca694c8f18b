package io.atoll.command.run;

import io.atoll.command.Messages;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.Locking;
import io.atoll.command.system.UsedCluster;
import io.atoll.coordinator.SystemPlan;
import io.atoll.coordinator.system.Channel;
import io.atoll.coordinator.system.End;
import io.atoll.coordinator.system.Mapping;
import io.atoll.coordinator.system.MemoryRegion;
import io.atoll.coordinator.system.ProtectionDomain;

/** A described system in words, after its checks; the counterpart of the Microkit tool's report. */
public final class SystemReport {
    private SystemReport() {}

    /** The text of {@code report.txt}. */
    public static String of(LoadedSystem system, SystemPlan plan) {
        StringBuilder text = new StringBuilder();
        clusters(text, system, plan);
        text.append("\n# Protection Domains\n\n");
        for (ProtectionDomain domain : plan.domains()) {
            domain(text, plan, domain);
        }
        text.append("\n# Memory Regions\n\n");
        for (MemoryRegion region : plan.description().memoryRegions()) {
            text.append(
                    "%s: %d bytes in pages of %d, mapped in clusters %s\n"
                            .formatted(
                                    region.name(),
                                    region.sizeBytes(),
                                    region.pageSizeBytes(),
                                    plan.clustersOf(region)));
        }
        text.append("\n# Channels\n\n");
        for (Channel channel : plan.description().channels()) {
            text.append(
                    "%s <-> %s%s\n"
                            .formatted(
                                    end(channel.first()),
                                    end(channel.second()),
                                    plan.isBetweenClusters(channel)
                                            ? "  (between clusters: doorbells)"
                                            : ""));
        }
        return text.toString();
    }

    private static void clusters(StringBuilder text, LoadedSystem system, SystemPlan plan) {
        text.append("# Clusters\n\n");
        for (int i = 0; i < system.workload().clusters().size(); i++) {
            int cluster = i;
            UsedCluster used = system.workload().clusters().get(i);
            text.append(
                    "%d: topology's cluster %d, %s%s: coordinator-%d %s\n"
                            .formatted(
                                    i,
                                    used.index(),
                                    Messages.list("core", used.cores()),
                                    used.cores().size() == 1
                                            ? ""
                                            : " under "
                                                    + Locking.nameOf(system.machine().locking()),
                                    i,
                                    String.join(
                                            " ",
                                            plan.domains().stream()
                                                    .filter(each -> plan.clusterOf(each) == cluster)
                                                    .map(ProtectionDomain::name)
                                                    .toList())));
        }
    }

    private static void domain(StringBuilder text, SystemPlan plan, ProtectionDomain domain) {
        text.append(
                "%s: cpu %d, cluster %d, priority %d, budget %d of %d us%s, program %s\n"
                        .formatted(
                                domain.name(),
                                domain.cpu(),
                                plan.clusterOf(domain),
                                domain.priority(),
                                domain.budgetMicros(),
                                domain.periodMicros(),
                                domain.passive() ? ", passive" : "",
                                plan.programs().get(domain.name()).getName()));
        for (Mapping map : domain.maps()) {
            text.append(
                    "    map %s at 0x%x %s\n"
                            .formatted(map.region(), map.virtualAddress(), map.permissions()));
        }
    }

    private static String end(End end) {
        return "%s channel %d%s".formatted(end.pd(), end.id(), end.pp() ? " (calls)" : "");
    }
}
