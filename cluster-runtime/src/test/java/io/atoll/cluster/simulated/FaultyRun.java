package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.InitialTask;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineObserver;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.check.InvariantChecker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A run with faults, to its end, and what was printed and reported. */
final class FaultyRun {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Each as the program printed it. */
    final List<String> printed = new ArrayList<>();

    /** Clusters of which the machine said that they stopped, and why. */
    final List<String> failed = new ArrayList<>();

    final SimulatedMachine machine;

    private FaultyRun(MachineConfig config, Simulation simulation, InitialTask programs) {
        machine = new SimulatedMachine(config.withObserver(observer()), simulation);
        try {
            machine.boot(programs);
            assertTrue(machine.awaitEnd(PATIENCE), "still running");
            for (int i = 0; i < machine.clusterCount(); i++) {
                if (machine.cluster(i).failure() == null) {
                    InvariantChecker.check(machine.cluster(i).image());
                }
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        } finally {
            machine.close();
        }
    }

    /** So many clusters of one core each, whose costs do not vary. */
    static FaultyRun of(int clusters, String faults, InitialTask programs) {
        return of(clusters, 1, faults, programs);
    }

    static FaultyRun of(int clusters, long seed, String faults, InitialTask programs) {
        return of(clusters, seed, FaultPlan.parse("test", faults), programs);
    }

    static FaultyRun of(int clusters, long seed, FaultPlan plan, InitialTask programs) {
        int[] unpinned = new int[clusters];
        Arrays.fill(unpinned, MachineConfig.CoreConfig.UNPINNED);
        return of(MachineConfig.onCpus(unpinned), seed, plan, programs);
    }

    static FaultyRun of(MachineConfig config, long seed, FaultPlan plan, InitialTask programs) {
        Simulation simulation =
                Simulation.of(seed, (_, _) -> Distance.SAME_L2)
                        .withCosts(CostModel.preset(CostModel.DEFAULT).with(Cost.JITTER_PERCENT, 0))
                        .withLimit(Duration.ofSeconds(20))
                        .withFaults(plan);
        return new FaultyRun(config.withMemoryBytes(1 << 20), simulation, programs);
    }

    private MachineObserver observer() {
        return new MachineObserver() {
            @Override
            public KernelObserver kernel(int cluster) {
                return new KernelObserver() {
                    @Override
                    public void debugOutput(String thread, String text) {
                        printed.add(text);
                    }

                    @Override
                    public void userException(String thread, Throwable thrown) {
                        printed.add("threw " + thrown);
                    }
                };
            }

            @Override
            public void clusterFailed(int cluster, Throwable failure) {
                failed.add(cluster + " " + failure.getMessage());
            }
        };
    }

    long hash() {
        return machine.eventHash().value();
    }

    /** What was printed by the only program that prints, a number. */
    long number() {
        assertTrue(printed.size() == 1, printed.toString());
        return Long.parseLong(printed.getFirst());
    }
}
