package io.atoll.cluster.pinned;

import io.atoll.cluster.Cluster;
import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.IdleStrategy;
import io.atoll.cluster.InitialTask;
import io.atoll.cluster.Machine;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.memory.MemoryMap;
import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.KernelImage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A machine on the host's CPUs: one platform thread per core, bound to its CPU, and one for all
 * timers.
 */
public final class PinnedMachine implements Machine {
    /** Room for the frames of the memory that a coordinator shares with all others. */
    private static final int ROOT_CNODE_SIZE_BITS = 14;

    private static final Logger LOG = LoggerFactory.getLogger(PinnedMachine.class);
    private static final AtomicInteger MACHINES = new AtomicInteger();

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final MachineConfig config;
    private final Duration stopPatience;
    private final boolean mayPin;
    private final IdleStrategy idleStrategy;
    private final List<String> warnings = new ArrayList<>();
    private final MemoryMap memory;

    /**
     * Of a core's thread, the same on every host: the stacks of programs that lie on one another
     * share it (decisions 0010 and 0012).
     */
    private static final long STACK_BYTES = 2 << 20;

    private final PinnedCluster[] clusters;
    private final PinnedCore[] cores;
    private final DeadlineTimer timer;
    private final ExecutorService threads;
    private final CountDownLatch booted;

    /** Opens when every image is booted: only then may anybody ring at another's door. */
    private final CountDownLatch start = new CountDownLatch(1);

    private final CountDownLatch coresRunning;

    /** The closer did not wait for the last core: that one frees the memory. */
    private final AtomicBoolean isLeftToCores = new AtomicBoolean();

    private final AtomicBoolean isFreed = new AtomicBoolean();
    private volatile Thread idleWaiter;
    private boolean bootCalled;
    private boolean closed;

    /**
     * Prepares a machine; nothing runs yet.
     *
     * @throws IllegalArgumentException if a cluster has more cores than a kernel image can run on
     */
    public PinnedMachine(MachineConfig config) {
        this(config, STOP_PATIENCE);
    }

    /**
     * @param stopPatience how long {@link #close} waits for programs to come to a system call
     */
    PinnedMachine(MachineConfig config, Duration stopPatience) {
        this.config = config;
        this.stopPatience = stopPatience;
        List<CoreConfig> coreConfigs = new ArrayList<>();
        for (int i = 0; i < config.clusters().size(); i++) {
            ClusterConfig cluster = config.clusters().get(i);
            if (cluster.cores().size() != 1) {
                throw new IllegalArgumentException(
                        "cluster %d has %d cores; a kernel image runs on one core so far"
                                .formatted(i, cluster.cores().size()));
            }
            coreConfigs.addAll(cluster.cores());
        }
        // Of more cores than CPUs a pinned one would wait for its CPU while another is free.
        mayPin = coreConfigs.size() <= CpuAffinity.allowed().cardinality();
        idleStrategy = affordable(coreConfigs);
        cores =
                new PinnedCore
                        [coreConfigs.stream().mapToInt(CoreConfig::machineCore).max().orElse(0)
                                + 1];
        for (CoreConfig core : coreConfigs) {
            cores[core.machineCore()] = new PinnedCore(this, core, idleStrategy);
        }
        clusters = new PinnedCluster[config.clusters().size()];
        for (int i = 0; i < clusters.length; i++) {
            int core = config.clusters().get(i).cores().getFirst().machineCore();
            clusters[i] = new PinnedCluster(i, cores[core]);
        }
        memory = new MemoryMap(config.memoryBytes(), config.regions());
        timer = new DeadlineTimer(existingCores());
        booted = new CountDownLatch(clusters.length);
        coresRunning = new CountDownLatch(clusters.length);
        int number = MACHINES.incrementAndGet();
        AtomicInteger names = new AtomicInteger();
        threads =
                Executors.newFixedThreadPool(
                        clusters.length + 1,
                        task -> {
                            int index = names.getAndIncrement();
                            Thread thread =
                                    new Thread(
                                            null,
                                            task,
                                            "atoll-" + number + "-" + index,
                                            STACK_BYTES);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    private PinnedCore[] existingCores() {
        List<PinnedCore> existing = new ArrayList<>();
        for (PinnedCore core : cores) {
            if (core != null) {
                existing.add(core);
            }
        }
        return existing.toArray(PinnedCore[]::new);
    }

    /**
     * A core may only spin if it has a CPU of its own; what cannot be had is noted as a warning.
     */
    private IdleStrategy affordable(List<CoreConfig> coreConfigs) {
        int cpus = CpuAffinity.allowed().cardinality();
        if (coreConfigs.size() > cpus) {
            warnings.add(
                    "%d cores are emulated on %d CPUs: they are not pinned and take turns, so times mean little"
                            .formatted(coreConfigs.size(), cpus));
            return sharingACpu();
        }
        long pinned = coreConfigs.stream().filter(PinnedMachine::isToBePinned).count();
        long cpusOfTheirOwn =
                coreConfigs.stream()
                        .filter(PinnedMachine::isToBePinned)
                        .mapToInt(CoreConfig::hostCpu)
                        .distinct()
                        .count();
        if (cpusOfTheirOwn < pinned) {
            warnings.add(
                    "%d cores are pinned to %d CPUs and take turns, so times mean little"
                            .formatted(pinned, cpusOfTheirOwn));
            return sharingACpu();
        }
        if (pinned < coreConfigs.size()) {
            warnings.add("cores are not pinned: the host may move them while they are measured");
        }
        return config.idleStrategy();
    }

    private IdleStrategy sharingACpu() {
        return config.idleStrategy().needsOwnCpu() ? IdleStrategy.BACK_OFF : config.idleStrategy();
    }

    private static boolean isToBePinned(CoreConfig core) {
        return core.hostCpu() != CoreConfig.UNPINNED;
    }

    @Override
    public void boot(InitialTask initialTask) {
        if (bootCalled) {
            throw new IllegalStateException("this machine was booted before");
        }
        bootCalled = true;
        threads.execute(timer);
        for (PinnedCluster cluster : clusters) {
            threads.execute(() -> runCluster(cluster, initialTask));
        }
        awaitUninterruptibly(booted);
        start.countDown();
        for (PinnedCluster cluster : clusters) {
            if (cluster.image == null) {
                close();
                throw new IllegalStateException(
                        "cluster %d did not boot: %s".formatted(cluster.index, cluster.failure),
                        cluster.failure);
            }
        }
    }

    private void runCluster(PinnedCluster cluster, InitialTask initialTask) {
        try {
            bootCluster(cluster, initialTask);
        } catch (Throwable failure) {
            cluster.failure = failure;
        } finally {
            booted.countDown();
        }
        try {
            if (cluster.image != null) {
                awaitUninterruptibly(start);
                cluster.core.dispatchUntilStopped();
            }
        } catch (Throwable failure) {
            cluster.failure = failure;
            LOG.error("cluster {}: its kernel stopped; the others go on", cluster.index, failure);
            config.observer().clusterFailed(cluster.index, failure);
            tellOthersOfFailure(cluster);
        } finally {
            // Only now: until its failure is on record, this core does not count as idle.
            cluster.core.stopped();
            coresRunning.countDown();
            if (coresRunning.getCount() == 0 && isLeftToCores.get()) {
                free();
            }
        }
    }

    private void tellOthersOfFailure(PinnedCluster failed) {
        for (PinnedCluster other : clusters) {
            if (other != failed && other.image != null) {
                other.core.raise(ClusterBootInfo.failureLine(failed.index));
            }
        }
    }

    private void bootCluster(PinnedCluster cluster, InitialTask initialTask) {
        if (mayPin && isToBePinned(cluster.core.config())) {
            CpuAffinity.pinCurrentThread(cluster.core.config().hostCpu());
        }
        KernelConfig kernel =
                new KernelConfig(
                        "cluster-" + cluster.index, ROOT_CNODE_SIZE_BITS, config.fastpath());
        KernelImage image =
                new KernelImage(
                        kernel,
                        memory.ofCluster(cluster.index),
                        config.observer().kernel(cluster.index),
                        List.of(cluster.core));
        cluster.core.attach(image.core(0));
        image.boot(
                List.of(bootInfo(cluster.index)),
                bootInfo -> initialTask.of(cluster.index, bootInfo));
        cluster.image = image;
    }

    private ClusterBootInfo bootInfo(int cluster) {
        List<List<Integer>> coresOf =
                config.clusters().stream()
                        .map(each -> each.cores().stream().map(CoreConfig::machineCore).toList())
                        .toList();
        return new ClusterBootInfo(cluster, coresOf, memory.describe(cluster));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Two looks at every core with the same epoch, idle both times, and between them no
     * interrupt pending and nobody waiting for a refill of its budget: at the moment between the
     * looks all cores idled at once, and only a core that runs can end that.
     */
    @Override
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        idleWaiter = Thread.currentThread();
        try {
            while (!isIdle()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for an idle machine");
                }
            }
            return true;
        } finally {
            idleWaiter = null;
        }
    }

    private boolean isIdle() {
        if (start.getCount() != 0) {
            return false;
        }
        long[] epochs = new long[clusters.length];
        for (int i = 0; i < clusters.length; i++) {
            epochs[i] = clusters[i].core.idleEpoch();
            if ((epochs[i] & 1) == 0) {
                return false;
            }
        }
        for (PinnedCluster cluster : clusters) {
            if (cluster.failure == null
                    && (cluster.core.hasPendingInterrupts() || cluster.core.awaitsTime())) {
                return false;
            }
        }
        for (int i = 0; i < clusters.length; i++) {
            if (clusters[i].core.idleEpoch() != epochs[i]) {
                return false;
            }
        }
        return true;
    }

    /** A core has had nothing to do for a while, or stopped. */
    void coreBecameQuiet() {
        Thread waiter = idleWaiter;
        if (waiter != null) {
            LockSupport.unpark(waiter);
        }
    }

    @Override
    public Cluster cluster(int index) {
        return clusters[index];
    }

    @Override
    public int clusterCount() {
        return clusters.length;
    }

    @Override
    public List<String> warnings() {
        return Collections.unmodifiableList(warnings);
    }

    /** What its cores really do when idle: the strategy asked for, or one it can afford. */
    public IdleStrategy idleStrategy() {
        return idleStrategy;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        start.countDown();
        for (PinnedCluster cluster : clusters) {
            if (cluster.image != null) {
                cluster.image.stop();
                cluster.core.wake();
            }
        }
        timer.stop();
        threads.shutdown();
        if (bootCalled && !await(coresRunning, stopPatience)) {
            // Whoever leaves last frees the memory, if that ever happens.
            if (isLeftToCores.compareAndSet(false, true) && coresRunning.getCount() > 0) {
                throw new IllegalStateException(
                        "a program did not come to a system call within %s: %s; until it does, its thread and the machine's memory stay"
                                .formatted(seconds(stopPatience), runningThreads()));
            }
        }
        await(threads, stopPatience);
        free();
    }

    /** Once, by whoever comes first: the closer, or a core that leaves after the closer gave up. */
    private void free() {
        if (isFreed.compareAndSet(false, true)) {
            memory.close();
        }
    }

    private static String seconds(Duration duration) {
        return "%.3g s".formatted(duration.toNanos() / 1e9);
    }

    private String runningThreads() {
        List<String> running = new ArrayList<>();
        for (PinnedCluster cluster : clusters) {
            if (cluster.image != null && (cluster.core.idleEpoch() & 1) == 0) {
                running.add(
                        "'%s' on cluster %d"
                                .formatted(cluster.image.core(0).current.name, cluster.index));
            }
        }
        return String.join(", ", running);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean await(CountDownLatch latch, Duration patience) {
        try {
            return latch.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void await(ExecutorService executor, Duration patience) {
        try {
            if (!executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("a thread of a stopped machine did not end within {}", patience);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    DeadlineTimer timer() {
        return timer;
    }

    /** The core of that number, or null. */
    PinnedCore core(int machineCore) {
        return machineCore >= 0 && machineCore < cores.length ? cores[machineCore] : null;
    }

    int coreCount() {
        return cores.length;
    }

    /** One cluster; its fields are written by its core's thread before the start barrier opens. */
    private static final class PinnedCluster implements Cluster {
        private final int index;
        private final PinnedCore core;
        private volatile KernelImage image;
        private volatile Throwable failure;

        PinnedCluster(int index, PinnedCore core) {
            this.index = index;
            this.core = core;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public Throwable failure() {
            return failure;
        }
    }
}
