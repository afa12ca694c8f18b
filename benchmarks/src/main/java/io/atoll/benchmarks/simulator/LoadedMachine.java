package io.atoll.benchmarks.simulator;

import io.atoll.benchmarks.simulator.SimulatorLoad.Place;
import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.SharedRegion;
import io.atoll.cluster.simulated.SimulatedMachine;
import io.atoll.cluster.simulated.Simulation;
import io.atoll.cluster.topology.Distance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Simulated machines all of whose cores have a load, for ever. */
final class LoadedMachine {
    /** What an initial task that makes a few objects for each core needs. */
    private static final int ROOT_CNODE_SIZE_BITS = 8;

    private static final long MEMORY_BYTES = 1 << 20;

    private LoadedMachine() {}

    /** A machine that nothing runs on yet; for {@link #boot}. */
    static SimulatedMachine of(
            SimulatorLoad load, int cores, int perCluster, long seed, Duration limit) {
        List<ClusterConfig> clusters = new ArrayList<>();
        for (int first = 0; first < cores; first += perCluster) {
            List<CoreConfig> of = new ArrayList<>();
            for (int core = first; core < Math.min(cores, first + perCluster); core++) {
                of.add(new CoreConfig(core, CoreConfig.UNPINNED));
            }
            clusters.add(new ClusterConfig(of));
        }
        List<SharedRegion> regions = new ArrayList<>();
        for (int i = 0; load == SimulatorLoad.RINGS && i + 1 < clusters.size(); i += 2) {
            regions.add(RingLoad.region(i, i + 1));
        }
        return new SimulatedMachine(
                MachineConfig.of(clusters)
                        .withMemoryBytes(MEMORY_BYTES << coresBits(perCluster))
                        .withRootCNodeSizeBits(ROOT_CNODE_SIZE_BITS + coresBits(perCluster))
                        .withRegions(regions),
                Simulation.of(seed, (_, _) -> Distance.SAME_NUMA_NODE).withLimit(limit));
    }

    private static int coresBits(int perCluster) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(perCluster);
    }

    /**
     * Begins the load.
     *
     * @param pace kept by the first core
     */
    static void boot(SimulatedMachine machine, SimulatorLoad load, Pace pace) {
        machine.boot(
                (_, bootInfo) ->
                        sel4 -> {
                            ClusterBootInfo own = bootInfo.extra(ClusterBootInfo.class);
                            int core = own.bootCore(own.cluster());
                            Pace kept = core == 0 ? pace : Pace.FREE;
                            load.start(
                                    sel4,
                                    bootInfo,
                                    new Place(core, own.cores().size(), core ^ 1, kept));
                        });
    }
}
