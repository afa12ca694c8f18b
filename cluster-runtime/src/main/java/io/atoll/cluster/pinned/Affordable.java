package io.atoll.cluster.pinned;

import io.atoll.cluster.IdleStrategy;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;

import java.util.List;

/**
 * What a host of so many CPUs can give the cores of a machine. Of more cores than CPUs none is
 * pinned, since a pinned one would wait for its CPU while another is free; and a core may only spin
 * if it has a CPU of its own.
 *
 * @param mayPin whether cores are bound to the CPUs they were meant for
 * @param idleStrategy the one asked for, or one that fits
 * @param warnings what cannot be had, one sentence each
 */
record Affordable(boolean mayPin, IdleStrategy idleStrategy, List<String> warnings) {
    static Affordable of(MachineConfig config, int cpus) {
        List<CoreConfig> cores =
                config.clusters().stream().map(ClusterConfig::cores).flatMap(List::stream).toList();
        if (cores.size() > cpus) {
            return new Affordable(
                    false,
                    sharingACpu(config),
                    List.of(
                            "%d cores are emulated on %d CPUs: they are not pinned and take turns, so times mean little"
                                    .formatted(cores.size(), cpus)));
        }
        List<CoreConfig> pinned = cores.stream().filter(CoreConfig::isPinned).toList();
        long cpusOfTheirOwn = pinned.stream().mapToInt(CoreConfig::hostCpu).distinct().count();
        if (cpusOfTheirOwn < pinned.size()) {
            return new Affordable(
                    true,
                    sharingACpu(config),
                    List.of(
                            "%d cores are pinned to %d CPUs and take turns, so times mean little"
                                    .formatted(pinned.size(), cpusOfTheirOwn)));
        }
        return new Affordable(
                true,
                config.idleStrategy(),
                pinned.size() == cores.size()
                        ? List.of()
                        : List.of(
                                "cores are not pinned: the host may move them while they are"
                                        + " measured"));
    }

    private static IdleStrategy sharingACpu(MachineConfig config) {
        return config.idleStrategy().needsOwnCpu() ? IdleStrategy.BACK_OFF : config.idleStrategy();
    }
}
