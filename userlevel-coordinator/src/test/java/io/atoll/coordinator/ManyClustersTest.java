package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.MachineObserver;
import io.atoll.cluster.simulated.SimulatedMachine;
import io.atoll.cluster.simulated.Simulation;
import io.atoll.cluster.simulated.SimulationEnd;
import io.atoll.cluster.topology.Distance;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.coordinator.system.CheckOptions;
import io.atoll.coordinator.system.Cores;
import io.atoll.coordinator.system.PpcPolicy;
import io.atoll.coordinator.system.ProgramLoader;
import io.atoll.coordinator.system.SearchPath;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.system.SystemDescription;
import io.atoll.kernel.KernelObserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A star of more clusters than a notification has bits: coordinators share bells, and everybody
 * hears of every end. In virtual time; {@code mvn test -pl userlevel-coordinator -am
 * -Dtest=ManyClustersTest -Datoll.clusters=256 -Dsurefire.failIfNoSpecifiedTests=false} has more.
 */
@Timeout(600)
class ManyClustersTest {
    private static final int CLUSTERS = Integer.getInteger("atoll.clusters", 66);
    private static final int FIRST = 64;

    /** Shares a bell with the first, and is heard of all the same when that one is gone. */
    private static final int SECOND = FIRST - Links.BELLS;

    private static final Duration PATIENCE = Duration.ofMinutes(9);

    private final List<String> printed = new ArrayList<>();

    /** Has a channel with one leaf, then with the other; each is closed by its end alone. */
    static final class Hub implements DirectProgram {
        @Override
        public void run(PdContext context) {
            for (int leaf : new int[] {FIRST, SECOND}) {
                LineChannel channel = CoordinatorClient.of(context).connect(name(leaf));
                String end = RingResult.toString(channel.receive());
                context.dbgPuts(name(leaf) + " " + end);
            }
        }
    }

    /** Stops its kernel as soon as somebody has a channel with it. */
    static final class Leaf implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            coordinator.register(context.name());
            coordinator.accept(context.name());
        }
    }

    /** Is there. */
    static final class Idle implements Handler {
        @Override
        public void init(PdContext context) {}

        @Override
        public void notified(Channel channel) {}
    }

    private static String name(int leaf) {
        return "leaf-" + leaf;
    }

    @Test
    void shouldAllHearOfEveryEnd() throws InterruptedException {
        SystemPlan plan = plan();
        int[] unpinned = new int[CLUSTERS];
        Arrays.fill(unpinned, CoreConfig.UNPINNED);
        MachineConfig config =
                MachineConfig.onCpus(unpinned)
                        .withRegions(plan.sharedRegions())
                        .withRootCNodeSizeBits(plan.rootCNodeSizeBits())
                        .withObserver(new Console());
        long start = System.nanoTime();
        try (SimulatedMachine machine =
                new SimulatedMachine(config, Simulation.of(1, (_, _) -> Distance.SAME_NUMA_NODE))) {
            plan.bootOn(machine);
            assertTrue(machine.awaitEnd(PATIENCE), "still running");
            assertEquals(SimulationEnd.IDLE, machine.end());
            System.out.printf(
                    "%d clusters, %,d events: %.1f s%n",
                    CLUSTERS, machine.eventHash().count(), (System.nanoTime() - start) / 1e9);
        }

        Set<String> expected = new HashSet<>();
        expected.add("hub: %s CLOSED".formatted(name(FIRST)));
        expected.add("hub: %s CLOSED".formatted(name(SECOND)));
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            if (cluster != FIRST) {
                expected.add(told(cluster, FIRST));
            }
            if (cluster != FIRST && cluster != SECOND) {
                expected.add(told(cluster, SECOND));
            }
        }
        assertEquals(expected, new HashSet<>(printed));
        assertEquals(expected.size(), printed.size(), () -> "told more than once: " + printed);
    }

    private static String told(int cluster, int gone) {
        return "coordinator-%d: MON|ERROR: cluster %d has stopped; names and channels there are gone"
                .formatted(cluster, gone);
    }

    private static SystemPlan plan() {
        SystemBuilder system = SystemBuilder.named("star");
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            int cpu = cluster;
            system.protectionDomain("idle-" + cpu, pd -> pd.cpu(cpu).program(Idle.class));
        }
        // Behind as many domains as a cluster may have: what they ask for is known as theirs.
        system.protectionDomain("hub", pd -> pd.program(Hub.class))
                .protectionDomain(name(FIRST), pd -> pd.cpu(FIRST).program(Leaf.class))
                .protectionDomain(name(SECOND), pd -> pd.cpu(SECOND).program(Leaf.class));
        Cores cores = Cores.ofClusters(CLUSTERS, 1);
        SystemDescription description =
                system.check(new CheckOptions(cores, PpcPolicy.STRICT, SearchPath.current()))
                        .orThrow();
        ProgramLoader loader =
                new ProgramLoader(
                        SearchPath.current(), Map.of(), ManyClustersTest.class.getClassLoader());
        return new SystemPlan(
                description,
                cores,
                CLUSTERS,
                loader.load("test.system", description).orThrow(),
                Map.of());
    }

    /** Everything that all kernels say; a leaf that ends takes its kernel with it. */
    private final class Console implements MachineObserver {
        @Override
        public KernelObserver kernel(int cluster) {
            return new KernelObserver() {
                @Override
                public void debugOutput(String thread, String text) {
                    printed.add(thread + ": " + text.stripTrailing());
                }

                @Override
                public void userException(String thread, Throwable thrown) {
                    printed.add(thread + " threw " + thrown);
                }

                @Override
                public void threadExited(String thread) {
                    if (thread.startsWith("leaf-")) {
                        throw new IllegalStateException("sabotage");
                    }
                }
            };
        }
    }
}
