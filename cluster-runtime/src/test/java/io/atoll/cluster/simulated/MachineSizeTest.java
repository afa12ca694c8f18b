package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.InterruptLines;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The heap that a machine takes beside what programs allocate, with the usual root CNodes: at most
 * 100 KiB a core. In every build machines of {@value #USUAL_CORES} cores; {@code mvn test -pl
 * cluster-runtime -am -Dtest=MachineSizeTest -Datoll.size.cores=4096
 * -Dsurefire.failIfNoSpecifiedTests=false} measures larger ones.
 */
@Timeout(300)
class MachineSizeTest {
    private static final int USUAL_CORES = 256;
    private static final int CORES = Integer.getInteger("atoll.size.cores", USUAL_CORES);
    private static final long MAX_BYTES_A_CORE = 100 << 10;
    private static final int LINE = InterruptLines.FIRST_USER;

    /** How many cores each cluster has; 0: all of them. */
    @ParameterizedTest
    @CsvSource({"1", "4", "0"})
    void shouldTakeAtMost100KibibytesACore(int coresOfCluster) throws InterruptedException {
        int perCluster = coresOfCluster == 0 ? CORES : coresOfCluster;
        long start = System.nanoTime();
        long before = usedHeapBytes();
        try (SimulatedMachine machine = machine(perCluster)) {
            machine.boot(
                    (_, bootInfo) ->
                            sel4 -> {
                                Task task = new Task(sel4, bootInfo);
                                long line = task.listen(LINE);
                                for (int core = 1; core < bootInfo.numNodes(); core++) {
                                    task.thread(
                                            core,
                                            100,
                                            inThread -> inThread.notification(line).poll());
                                }
                            });
            assertTrue(machine.awaitEnd(Duration.ofMinutes(4)));
            assertEquals(SimulationEnd.IDLE, machine.end());
            long bytesACore = (usedHeapBytes() - before) / CORES;
            System.out.printf(
                    "%d cores in clusters of %d: %,d bytes of heap a core, %.1f s%n",
                    CORES, perCluster, bytesACore, (System.nanoTime() - start) / 1e9);
            assertTrue(bytesACore <= MAX_BYTES_A_CORE, bytesACore + " bytes a core");
            assertEquals(CORES / perCluster, machine.clusterCount());
        }
    }

    private static SimulatedMachine machine(int perCluster) {
        List<ClusterConfig> clusters = new ArrayList<>();
        for (int first = 0; first < CORES; first += perCluster) {
            List<CoreConfig> cores = new ArrayList<>();
            for (int core = first; core < first + perCluster; core++) {
                cores.add(new CoreConfig(core, CoreConfig.UNPINNED));
            }
            clusters.add(new ClusterConfig(cores));
        }
        return new SimulatedMachine(
                MachineConfig.of(clusters), Simulation.of(1, (_, _) -> Distance.SAME_NUMA_NODE));
    }

    /** In use after a full collection. */
    private static long usedHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
