package io.atoll.cluster.pinned;

import io.atoll.cluster.Cluster;
import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.IdleStrategy;
import io.atoll.cluster.InitialTask;
import io.atoll.cluster.Machine;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.WaitReport;
import io.atoll.cluster.memory.HostMemory;
import io.atoll.cluster.memory.MemoryMap;
import io.atoll.kernel.KernelImage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A machine on the host's CPUs: one platform thread per core, bound to its CPU, and one for all
 * timers. The thread of a cluster's first core boots the cluster's kernel image; when all images
 * are booted, all cores begin to run programs.
 */
public final class PinnedMachine implements Machine {
    private static final Logger LOG = LoggerFactory.getLogger(PinnedMachine.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final MachineConfig config;
    private final Duration stopPatience;
    private final Affordable affordable;
    private final PinnedCores cores;
    private final List<PinnedCluster> clusters = new ArrayList<>();
    private final MemoryMap memory;

    /** For all boot information the same. */
    private final List<List<Integer>> clusterCores;

    private final CoreThreads threads;
    private boolean bootCalled;
    private boolean closed;
    private volatile Runnable whenStopped = () -> {};

    /** Prepares a machine; nothing runs yet. */
    public PinnedMachine(MachineConfig config) {
        this(config, STOP_PATIENCE);
    }

    /**
     * @param stopPatience how long {@link #close} waits for programs to come to a system call
     */
    PinnedMachine(MachineConfig config, Duration stopPatience) {
        this.config = config;
        this.stopPatience = stopPatience;
        affordable = Affordable.of(config, CpuAffinity.allowed().cardinality());
        cores = new PinnedCores(config, affordable.idleStrategy());
        for (int i = 0; i < config.clusters().size(); i++) {
            clusters.add(new PinnedCluster(i, cores.of(i)));
        }
        memory =
                new MemoryMap(
                        HostMemory.TOUCHED,
                        clusters.size(),
                        config.memoryBytes(),
                        config.regions());
        clusterCores = config.clusterCores();
        threads = new CoreThreads(cores.all().size(), this::cleanUp);
    }

    /** No core runs any more. */
    private void cleanUp() {
        try {
            whenStopped.run();
        } finally {
            memory.close();
        }
    }

    /**
     * Has something done by {@link #close}, once no program runs any more and before the memory
     * goes; perhaps by another thread, if a program does not come to its end in time.
     */
    public void whenStopped(Runnable done) {
        whenStopped = done;
    }

    /** Each thread that waits; to be asked for when no program runs, see {@link #whenStopped}. */
    public List<WaitReport.Waiting> waitingThreads() {
        return WaitReport.of(
                clusters.stream().map(PinnedCluster::image).toList(),
                config.clusters().stream().map(MachineConfig.ClusterConfig::cores).toList());
    }

    @Override
    public void boot(InitialTask initialTask) {
        if (bootCalled) {
            throw new IllegalStateException("this machine was booted before");
        }
        bootCalled = true;
        threads.startTimer(cores.timer());
        for (PinnedCluster cluster : clusters) {
            for (PinnedCore core : cluster.cores()) {
                threads.startCore(
                        () -> prepare(cluster, core, initialTask), () -> run(cluster, core));
            }
        }
        threads.awaitPrepared();
        for (PinnedCluster cluster : clusters) {
            if (cluster.failure() != null) {
                close();
                throw new IllegalStateException(
                        "cluster %d did not boot: %s".formatted(cluster.index(), cluster.failure()),
                        cluster.failure());
            }
        }
        threads.openStart();
    }

    /** A core's thread, before the start: goes to its CPU; the first core of a cluster boots it. */
    private void prepare(PinnedCluster cluster, PinnedCore core, InitialTask initialTask) {
        try {
            if (affordable.mayPin() && core.config().isPinned()) {
                CpuAffinity.pinCurrentThread(core.config().hostCpu());
            }
            if (core == cluster.bootCore()) {
                bootImage(cluster, initialTask);
            }
        } catch (Throwable failure) {
            cluster.fail(failure);
        }
    }

    private void bootImage(PinnedCluster cluster, InitialTask initialTask) {
        int index = cluster.index();
        KernelImage image =
                new KernelImage(
                        config.kernelConfig(index),
                        memory.ofCluster(index),
                        config.observer().kernel(index),
                        cluster.cores());
        cluster.attach(image);
        image.boot(
                List.of(
                        new ClusterBootInfo(
                                index,
                                clusterCores,
                                config.locking(),
                                memory.describe(index),
                                memory.ended().reader())),
                bootInfo -> initialTask.of(index, bootInfo));
        cluster.booted(image);
    }

    /** A core's thread, after the start: runs programs until the image stops. */
    private void run(PinnedCluster cluster, PinnedCore core) {
        try {
            if (cluster.isBooted()) {
                core.dispatchUntilStopped();
            }
        } catch (Throwable failure) {
            failed(cluster, core, failure);
        } finally {
            // Only now: until its failure is on record, this core does not count as idle.
            core.left();
        }
    }

    /**
     * The first core to fail says so, to the other clusters at once: a program of a sibling core
     * may still be on its way to its next system call.
     */
    private void failed(PinnedCluster cluster, PinnedCore core, Throwable failure) {
        if (cluster.fail(failure)) {
            LOG.error("cluster {}: its kernel stopped; the others go on", cluster.index(), failure);
            memory.ended().add(cluster.index());
            for (PinnedCluster other : clusters) {
                if (other != cluster) {
                    other.bootCore().raise(ClusterBootInfo.ENDED_LINE);
                }
            }
            config.observer().clusterFailed(cluster.index(), failure);
        } else if (failure != cluster.failure()) {
            LOG.error(
                    "cluster {}: core {} failed after its kernel had stopped",
                    cluster.index(),
                    core.config().machineCore(),
                    failure);
        }
    }

    /** {@inheritDoc} One thread at a time; see {@link IdleWatch} for why the answer is right. */
    @Override
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        return cores.idleWatch().await(timeout);
    }

    @Override
    public Cluster cluster(int index) {
        return clusters.get(index);
    }

    @Override
    public int clusterCount() {
        return clusters.size();
    }

    @Override
    public List<String> warnings() {
        return affordable.warnings();
    }

    /** What its cores really do when idle: the strategy asked for, or one it can afford. */
    public IdleStrategy idleStrategy() {
        return affordable.idleStrategy();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        clusters.forEach(PinnedCluster::stop);
        threads.openStart(); // of a machine that did not boot: its cores then leave at once
        cores.timer().stop();
        if (!threads.end(bootCalled, stopPatience)) {
            throw new IllegalStateException(
                    "a program did not come to a system call within %.3g s: %s; until it does, its thread and the machine's memory stay"
                            .formatted(stopPatience.toNanos() / 1e9, runningPrograms()));
        }
    }

    private String runningPrograms() {
        return clusters.stream()
                .flatMap(cluster -> cluster.runningPrograms().stream())
                .collect(Collectors.joining(", "));
    }
}
