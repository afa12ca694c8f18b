package io.atoll.benchmarks.simulator;

import com.sun.management.OperatingSystemMXBean;

import io.atoll.benchmarks.simulator.SimulatorLoad.Place;
import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.SharedRegion;
import io.atoll.cluster.simulated.SimulatedMachine;
import io.atoll.cluster.simulated.Simulation;
import io.atoll.cluster.topology.Distance;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the simulator itself: events of the modelled machine in a second of the host's CPU, how
 * long a machine takes to boot, and the heap that a simulated core keeps. An event is what the
 * event hash counts: a kernel entry, an interrupt, a doorbell, a line of shared memory that is
 * fetched or written. Each machine runs three times; the first time the JVM still compiles.
 *
 * <p>Arguments: a load ({@code calls-stackful}, {@code calls-stackless}, {@code rings}, {@code
 * doorbells}) or {@code all}; numbers of cores; cores in a cluster, for loads that stay in theirs;
 * microseconds of virtual time that 16 cores run.
 */
public final class SimulatorSpeed {
    private static final int ROUNDS = 3;
    private static final int REFERENCE_CORES = 16;

    /** What an initial task that makes a few objects needs. */
    private static final int ROOT_CNODE_SIZE_BITS = 8;

    private static final int MEMORY_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private SimulatorSpeed() {}

    /** See the class. */
    public static void main(String[] arguments) throws InterruptedException {
        String wanted = arguments.length > 0 ? arguments[0] : "all";
        String sizes = arguments.length > 1 ? arguments[1] : "1,16,256,1024";
        int perCluster = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        long micros = arguments.length > 3 ? Long.parseLong(arguments[3]) : 60_000;
        for (SimulatorLoad load : SimulatorLoad.values()) {
            if (wanted.equals("all") || wanted.equals(load.label())) {
                for (String size : sizes.split(",")) {
                    int cores = Integer.parseInt(size);
                    for (int round = 0;
                            round < ROUNDS && cores > (load.needsPeer() ? 1 : 0);
                            round++) {
                        long limit = 2000 + micros * REFERENCE_CORES / cores;
                        measure(load, cores, load.needsPeer() ? 1 : perCluster, limit);
                    }
                }
            }
        }
    }

    private static void measure(SimulatorLoad load, int cores, int perCluster, long micros)
            throws InterruptedException {
        long heapBefore = usedHeapBytes();
        long start = System.nanoTime();
        try (SimulatedMachine machine = machine(load, cores, perCluster, micros)) {
            machine.boot(
                    (_, bootInfo) ->
                            sel4 -> {
                                int core =
                                        bootInfo.extra(ClusterBootInfo.class)
                                                .bootCore(
                                                        bootInfo.extra(ClusterBootInfo.class)
                                                                .cluster());
                                load.start(sel4, bootInfo, new Place(core, 0, core ^ 1));
                            });
            double bootMillis = (System.nanoTime() - start) / 1e6;
            long cpuBefore = processCpuNanos();
            machine.awaitEnd(PATIENCE);
            double seconds = (processCpuNanos() - cpuBefore) / 1e9;
            long heap = usedHeapBytes() - heapBefore;
            System.out.printf(
                    Locale.ROOT,
                    "%-15s %5d cores in clusters of %4d: boot %7.1f ms, %,11d events in %5.2f s of"
                            + " CPU, %,10.0f events/s, %,7d bytes of heap a core%n",
                    load.label(),
                    cores,
                    perCluster,
                    bootMillis,
                    machine.eventHash().count(),
                    seconds,
                    machine.eventHash().count() / seconds,
                    heap / cores);
        }
    }

    private static SimulatedMachine machine(
            SimulatorLoad load, int cores, int perCluster, long micros) {
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
                        .withMemoryBytes(MEMORY_BYTES)
                        .withRootCNodeSizeBits(ROOT_CNODE_SIZE_BITS)
                        .withRegions(regions),
                Simulation.of(1, (_, _) -> Distance.SAME_NUMA_NODE)
                        .withLimit(Duration.ofNanos(micros * 1000)));
    }

    /** What all threads of this process have had, the JIT compiler's too. */
    private static long processCpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Heap in use after a full collection. */
    private static long usedHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
