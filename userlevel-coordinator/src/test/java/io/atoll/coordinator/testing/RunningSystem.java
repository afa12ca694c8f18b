package io.atoll.coordinator.testing;

import io.atoll.cluster.InitialTask;
import io.atoll.cluster.Machine;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.MachineObserver;
import io.atoll.cluster.pinned.CpuAffinity;
import io.atoll.cluster.pinned.PinnedMachine;
import io.atoll.coordinator.Coordinator;
import io.atoll.coordinator.SystemPlan;
import io.atoll.coordinator.system.CheckOptions;
import io.atoll.coordinator.system.Cores;
import io.atoll.coordinator.system.MemoryRegion;
import io.atoll.coordinator.system.PpcPolicy;
import io.atoll.coordinator.system.ProgramLoader;
import io.atoll.coordinator.system.SearchPath;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.system.SystemDescription;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.LockingDiscipline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** A system on a pinned machine, of one-core clusters unless asked for others, and its output. */
public final class RunningSystem implements AutoCloseable {
    private static final ProgramLoader LOADER =
            new ProgramLoader(SearchPath.current(), Map.of(), RunningSystem.class.getClassLoader());
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A program of this name stops its cluster's kernel image when it returns. */
    public static final String SABOTEUR = "saboteur";

    private final Machine machine;
    private final Console console;

    private RunningSystem(Machine machine, Console console) {
        this.machine = machine;
        this.console = console;
    }

    /** Boots a system on so many clusters. */
    public static RunningSystem boot(int clusters, SystemBuilder system) {
        return boot(clusters, system, RunningSystem::task);
    }

    /** Boots a system with initial tasks other than the usual coordinators. */
    public static RunningSystem boot(
            int clusters, SystemBuilder system, Function<SystemPlan, InitialTask> tasks) {
        return boot(clusters, system, LOADER, tasks);
    }

    /** Boots a system on so many clusters of so many cores each, numbered cluster by cluster. */
    public static RunningSystem bootShared(
            int clusters, int coresPerCluster, LockingDiscipline locking, SystemBuilder system) {
        return boot(
                Cores.ofClusters(clusters, coresPerCluster),
                clusters(clusters, coresPerCluster).withLocking(locking),
                system,
                LOADER,
                RunningSystem::task);
    }

    /** Boots a system whose programs have preemption points. */
    public static RunningSystem bootWithPreemption(int clusters, SystemBuilder system) {
        return boot(clusters, system, LOADER.withPreemption(), RunningSystem::task);
    }

    private static InitialTask task(SystemPlan plan) {
        return (cluster, bootInfo) -> new Coordinator(plan, bootInfo);
    }

    private static RunningSystem boot(
            int clusters,
            SystemBuilder system,
            ProgramLoader loader,
            Function<SystemPlan, InitialTask> tasks) {
        return boot(Cores.ofClusters(clusters, 1), clusters(clusters, 1), system, loader, tasks);
    }

    private static RunningSystem boot(
            Cores cores,
            MachineConfig machineConfig,
            SystemBuilder system,
            ProgramLoader loader,
            Function<SystemPlan, InitialTask> tasks) {
        CheckOptions options = new CheckOptions(cores, PpcPolicy.COORDINATOR, SearchPath.current());
        SystemDescription description = system.check(options).orThrow();
        Map<String, Class<?>> programs = loader.load("test.system", description).orThrow();
        SystemPlan plan =
                new SystemPlan(
                        description,
                        cores,
                        machineConfig.clusters().size(),
                        programs,
                        prefills(description));
        Console console = new Console();
        Machine machine =
                new PinnedMachine(
                        machineConfig.withRegions(plan.sharedRegions()).withObserver(console));
        machine.boot(tasks.apply(plan));
        return new RunningSystem(machine, console);
    }

    private static Map<String, byte[]> prefills(SystemDescription description) {
        Map<String, byte[]> contents = new HashMap<>();
        for (MemoryRegion region : description.memoryRegions()) {
            if (!region.prefillPath().isEmpty()) {
                contents.put(region.name(), read(Path.of(region.prefillPath())));
            }
        }
        return contents;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a CPU for each core if there are so many, otherwise none. */
    private static MachineConfig clusters(int clusters, int coresPerCluster) {
        int[] cpus = CpuAffinity.allowed().stream().limit(clusters * coresPerCluster).toArray();
        boolean isEnough = cpus.length == clusters * coresPerCluster;
        List<ClusterConfig> made = new ArrayList<>();
        for (int i = 0; i < clusters; i++) {
            List<CoreConfig> cores = new ArrayList<>();
            for (int k = 0; k < coresPerCluster; k++) {
                int core = i * coresPerCluster + k;
                cores.add(new CoreConfig(core, isEnough ? cpus[core] : CoreConfig.UNPINNED));
            }
            made.add(new ClusterConfig(cores));
        }
        return MachineConfig.of(made);
    }

    /** Waits until nothing can happen any more, and returns what was printed: "thread: text". */
    public List<String> untilIdle() throws InterruptedException {
        if (!machine.awaitIdle(PATIENCE)) {
            throw new AssertionError("still busy; so far: " + console.lines());
        }
        return console.lines();
    }

    /** Waits until such a line has been printed, and returns it. */
    public String awaitLine(Predicate<String> wanted) throws InterruptedException {
        return console.await(wanted);
    }

    @Override
    public void close() {
        machine.close();
    }

    /** Everything that all kernels say. */
    private static final class Console implements MachineObserver {
        private final List<String> lines = new ArrayList<>();

        @Override
        public KernelObserver kernel(int cluster) {
            return new KernelObserver() {
                @Override
                public void debugOutput(String thread, String text) {
                    add(thread + ": " + text.stripTrailing());
                }

                @Override
                public void threadExited(String thread) {
                    if (thread.equals(SABOTEUR)) {
                        // From within the kernel: to it, that is its own mistake.
                        throw new IllegalStateException("sabotage");
                    }
                }

                @Override
                public void userException(String thread, Throwable thrown) {
                    add(thread + " threw " + thrown);
                }

                @Override
                public void faultWithoutHandler(
                        String thread, io.atoll.kernel.ipc.PendingFault fault) {
                    add(thread + " has no handler for " + fault);
                }
            };
        }

        @Override
        public void clusterFailed(int cluster, Throwable failure) {
            add("cluster " + cluster + " failed: " + failure);
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }

        synchronized String await(Predicate<String> wanted) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                for (String line : lines) {
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("no such line in: " + lines);
                }
                wait(left);
            }
        }
    }
}
