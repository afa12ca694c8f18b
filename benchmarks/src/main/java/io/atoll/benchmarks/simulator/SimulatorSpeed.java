package io.atoll.benchmarks.simulator;

import com.sun.management.OperatingSystemMXBean;

import io.atoll.cluster.simulated.SimulatedMachine;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/**
 * Measures what {@code atoll bench simulator} does not: how long a simulated machine takes to boot,
 * and the heap that a simulated core keeps; and, from the first event to the last, events of the
 * modelled machine in a second of the host's CPU. An event is what the event hash counts: a kernel
 * entry, an interrupt, a doorbell, a line of shared memory that is fetched or written. Each machine
 * runs three times; the first time the JVM still compiles.
 *
 * <p>Arguments: a load ({@code calls-stackful}, {@code calls-stackless}, {@code rings}, {@code
 * doorbells}) or {@code all}; numbers of cores; cores in a cluster, for loads that stay in theirs;
 * microseconds of virtual time that 16 cores run.
 */
public final class SimulatorSpeed {
    private static final int ROUNDS = 3;
    private static final int REFERENCE_CORES = 16;

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
        try (SimulatedMachine machine =
                LoadedMachine.of(load, cores, perCluster, 1, Duration.ofNanos(micros * 1000))) {
            LoadedMachine.boot(machine, load, Pace.FREE);
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
