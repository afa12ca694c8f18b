package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Placement;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.MachineObserver;
import io.atoll.cluster.pinned.PinnedMachine;
import io.atoll.coordinator.SystemPlan;
import io.atoll.coordinator.system.CheckOptions;
import io.atoll.coordinator.system.Cores;
import io.atoll.coordinator.system.PpcPolicy;
import io.atoll.coordinator.system.SearchPath;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.system.SystemDescription;
import io.atoll.kernel.KernelObserver;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A machine of two clusters, kernel 0 on the CPU of the client's side and kernel 1 on that of the
 * server's, with a system that the coordinators build like any other. To be used by one thread.
 */
final class TwoKernels implements AutoCloseable {
    /** The core of the client's kernel. */
    static final int CLIENT_CORE = 0;

    /** The core of the server's kernel. */
    static final int SERVER_CORE = 1;

    private static final int CLUSTERS = 2;
    private static final Cores CORES = Cores.ofClusters(CLUSTERS, 1);

    private final PinnedMachine machine;

    private TwoKernels(PinnedMachine machine) {
        this.machine = machine;
    }

    /**
     * Boots a system.
     *
     * @param programs class of each domain's program
     * @param failure is failed when a cluster or a program is
     */
    static TwoKernels boot(
            Placement placement,
            SystemBuilder system,
            Map<String, Class<?>> programs,
            CompletableFuture<?> failure) {
        SystemDescription description =
                system.check(new CheckOptions(CORES, PpcPolicy.COORDINATOR, SearchPath.current()))
                        .orThrow();
        SystemPlan plan = new SystemPlan(description, CORES, CLUSTERS, programs, Map.of());
        PinnedMachine machine =
                new PinnedMachine(
                        MachineConfig.onCpus(
                                        cpuOf(placement, Placement.CLIENT),
                                        cpuOf(placement, Placement.SERVER))
                                .withRegions(plan.sharedRegions())
                                .withObserver(new Failures(failure)));
        plan.bootOn(machine);
        return new TwoKernels(machine);
    }

    private static int cpuOf(Placement placement, int side) {
        return placement.cpus().isEmpty()
                ? CoreConfig.UNPINNED
                : placement.cpus().get(side % placement.cpus().size());
    }

    @Override
    public void close() {
        machine.close();
    }

    /** Fails what waits for the programs. */
    private record Failures(CompletableFuture<?> failure) implements MachineObserver {
        @Override
        public KernelObserver kernel(int cluster) {
            return new KernelObserver() {
                @Override
                public void userException(String thread, Throwable thrown) {
                    failure.completeExceptionally(
                            new IllegalStateException(thread + " failed", thrown));
                }
            };
        }

        @Override
        public void clusterFailed(int cluster, Throwable thrown) {
            failure.completeExceptionally(
                    new IllegalStateException("cluster " + cluster + " failed", thrown));
        }
    }
}
