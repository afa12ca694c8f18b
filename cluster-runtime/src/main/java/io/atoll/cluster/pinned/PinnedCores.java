package io.atoll.cluster.pinned;

import io.atoll.cluster.IdleStrategy;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;

import java.util.ArrayList;
import java.util.List;

/**
 * All cores of a machine and what they have in common: their numbers, one timer, one watch over
 * whether they idle. Immutable; any thread may ask.
 */
final class PinnedCores {
    private final List<List<PinnedCore>> byCluster = new ArrayList<>();

    /** By number in the machine; null where there is none of that number. */
    private final PinnedCore[] byNumber;

    private final DeadlineTimer timer;
    private final IdleWatch idleWatch;

    PinnedCores(MachineConfig config, IdleStrategy idleStrategy) {
        int last = 0;
        for (ClusterConfig cluster : config.clusters()) {
            List<PinnedCore> made = new ArrayList<>();
            for (CoreConfig core : cluster.cores()) {
                last = Math.max(last, core.machineCore());
                made.add(new PinnedCore(this, byCluster.size(), core, idleStrategy));
            }
            byCluster.add(List.copyOf(made));
        }
        byNumber = new PinnedCore[last + 1];
        List<PinnedCore> all = all();
        for (PinnedCore core : all) {
            byNumber[core.config().machineCore()] = core;
        }
        timer = new DeadlineTimer(all.toArray(PinnedCore[]::new));
        idleWatch = new IdleWatch(all);
    }

    /** Those of all clusters. */
    List<PinnedCore> all() {
        return byCluster.stream().flatMap(List::stream).toList();
    }

    /** Those of one cluster, in the order in which its kernel image numbers them. */
    List<PinnedCore> of(int cluster) {
        return byCluster.get(cluster);
    }

    /** The core of that number in the machine, or null. */
    PinnedCore numbered(int machineCore) {
        return machineCore >= 0 && machineCore < byNumber.length ? byNumber[machineCore] : null;
    }

    /** Numbers of cores, from 0; not each needs to be in use. */
    int numbers() {
        return byNumber.length;
    }

    DeadlineTimer timer() {
        return timer;
    }

    IdleWatch idleWatch() {
        return idleWatch;
    }
}
