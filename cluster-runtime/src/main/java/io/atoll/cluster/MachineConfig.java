package io.atoll.cluster;

import io.atoll.cluster.memory.MemoryMap;
import io.atoll.kernel.Boot;
import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.LockingDiscipline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a machine is made of.
 *
 * @param clusters at least one
 * @param memoryBytes private memory of each cluster
 * @param rootCNodeSizeBits log2 of the slots of each initial task's root CNode; those that are
 *     never looked up take next to nothing of the host's memory
 * @param regions memory that clusters share
 * @param idleStrategy what a core does that has nothing to run
 * @param fastpath whether kernels use their IPC fastpaths
 * @param locking how the cores of one kernel keep apart; of no meaning where it has one core
 * @param observer hears about rare events
 */
public record MachineConfig(
        List<ClusterConfig> clusters,
        long memoryBytes,
        int rootCNodeSizeBits,
        List<SharedRegion> regions,
        IdleStrategy idleStrategy,
        boolean fastpath,
        LockingDiscipline locking,
        MachineObserver observer) {

    private static final long PAGE_BYTES = 4096;

    /** Cores of all clusters together: there are interrupt lines and numbers for so many. */
    public static final int MAX_CORES = 4096;

    /** Room for the frames of the memory that a coordinator shares with all others. */
    public static final int DEFAULT_ROOT_CNODE_SIZE_BITS = 14;

    /** Private memory of a cluster unless said otherwise. */
    public static final long DEFAULT_MEMORY_BYTES = 32L << 20;

    public MachineConfig {
        clusters = List.copyOf(clusters);
        regions = List.copyOf(regions);
        Objects.requireNonNull(locking, "locking");
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException("a machine needs at least one cluster");
        }
        if (memoryBytes < 1 << 20 || memoryBytes > 1L << 36 || memoryBytes % PAGE_BYTES != 0) {
            throw new IllegalArgumentException(
                    "a cluster cannot have %d bytes of memory; it can have 1 MiB to 64 GiB, in pages of 4096"
                            .formatted(memoryBytes));
        }
        if (rootCNodeSizeBits < 7 || rootCNodeSizeBits > 24) {
            throw new IllegalArgumentException(
                    "a root CNode cannot have 2^%d slots; it can have 2^7 to 2^24"
                            .formatted(rootCNodeSizeBits));
        }
        Set<Integer> numbers = new HashSet<>();
        for (ClusterConfig cluster : clusters) {
            for (CoreConfig core : cluster.cores()) {
                if (!numbers.add(core.machineCore())) {
                    throw new IllegalArgumentException(
                            "two cores of the machine have number " + core.machineCore());
                }
            }
        }
        if (numbers.size() > MAX_CORES) {
            throw new IllegalArgumentException(
                    "a machine can have at most %d cores, not %d"
                            .formatted(MAX_CORES, numbers.size()));
        }
        Set<String> labels = new HashSet<>();
        for (SharedRegion region : regions) {
            if (!labels.add(region.label())) {
                throw new IllegalArgumentException(
                        "two shared regions are called '%s'".formatted(region.label()));
            }
            for (int cluster : region.clusters()) {
                if (cluster < 0 || cluster >= clusters.size()) {
                    throw new IllegalArgumentException(
                            "shared region '%s' names cluster %d; there are clusters 0 to %d"
                                    .formatted(region.label(), cluster, clusters.size() - 1));
                }
            }
        }
        checkRootCNodes(clusters, memoryBytes, rootCNodeSizeBits, regions);
    }

    /** Each initial task's capabilities must fit into its root CNode. */
    private static void checkRootCNodes(
            List<ClusterConfig> clusters,
            long memoryBytes,
            int rootCNodeSizeBits,
            List<SharedRegion> regions) {
        int[] untypeds = new int[clusters.size()];
        for (SharedRegion region : regions) {
            region.clusters().forEach(cluster -> untypeds[cluster]++);
        }
        for (int i = 0; i < untypeds.length; i++) {
            untypeds[i] += Boot.untypedsOfFirst(MemoryMap.privateAddress(i), memoryBytes);
            int cores = clusters.get(i).cores().size();
            if (Boot.slotsTaken(cores, untypeds[i]) > 1L << rootCNodeSizeBits) {
                throw new IllegalArgumentException(
                        Boot.tooFewSlots("cluster " + i, rootCNodeSizeBits, cores, untypeds[i]));
            }
        }
    }

    /**
     * One cluster.
     *
     * @param cores the cores of its kernel image, at least one; the first is its boot core
     */
    public record ClusterConfig(List<CoreConfig> cores) {
        public ClusterConfig {
            cores = List.copyOf(cores);
            if (cores.isEmpty()) {
                throw new IllegalArgumentException("a cluster needs at least one core");
            }
        }
    }

    /**
     * One core.
     *
     * @param machineCore number in the machine, unique
     * @param hostCpu the CPU its thread is bound to, or {@link #UNPINNED}
     */
    public record CoreConfig(int machineCore, int hostCpu) {
        /** Runs wherever the host's scheduler puts it. */
        public static final int UNPINNED = -1;

        public boolean isPinned() {
            return hostCpu != UNPINNED;
        }
    }

    /** Clusters of one core each, on these CPUs, everything else as usual. */
    public static MachineConfig onCpus(int... hostCpus) {
        List<ClusterConfig> clusters = new ArrayList<>();
        for (int i = 0; i < hostCpus.length; i++) {
            clusters.add(new ClusterConfig(List.of(new CoreConfig(i, hostCpus[i]))));
        }
        return of(clusters);
    }

    /** One cluster, whose cores are on these CPUs, everything else as usual. */
    public static MachineConfig oneClusterOnCpus(int... hostCpus) {
        List<CoreConfig> cores = new ArrayList<>();
        for (int i = 0; i < hostCpus.length; i++) {
            cores.add(new CoreConfig(i, hostCpus[i]));
        }
        return of(List.of(new ClusterConfig(cores)));
    }

    /** These clusters, everything else as usual. */
    public static MachineConfig of(List<ClusterConfig> clusters) {
        return new MachineConfig(
                clusters,
                DEFAULT_MEMORY_BYTES,
                DEFAULT_ROOT_CNODE_SIZE_BITS,
                List.of(),
                IdleStrategy.BACK_OFF,
                true,
                LockingDiscipline.LOCK_FREE_FASTPATH,
                MachineObserver.SILENT);
    }

    /** The machine cores of every cluster, by cluster number. */
    public List<List<Integer>> clusterCores() {
        return clusters.stream()
                .map(each -> each.cores().stream().map(CoreConfig::machineCore).toList())
                .toList();
    }

    /** What the kernel of a cluster is made with, on whatever machine. */
    public KernelConfig kernelConfig(int cluster) {
        return new KernelConfig("cluster-" + cluster, rootCNodeSizeBits, fastpath)
                .withLocking(locking);
    }

    public MachineConfig withMemoryBytes(long bytes) {
        return new MachineConfig(
                clusters,
                bytes,
                rootCNodeSizeBits,
                regions,
                idleStrategy,
                fastpath,
                locking,
                observer);
    }

    public MachineConfig withRootCNodeSizeBits(int bits) {
        return new MachineConfig(
                clusters, memoryBytes, bits, regions, idleStrategy, fastpath, locking, observer);
    }

    public MachineConfig withRegions(List<SharedRegion> shared) {
        return new MachineConfig(
                clusters,
                memoryBytes,
                rootCNodeSizeBits,
                shared,
                idleStrategy,
                fastpath,
                locking,
                observer);
    }

    public MachineConfig withIdleStrategy(IdleStrategy strategy) {
        return new MachineConfig(
                clusters,
                memoryBytes,
                rootCNodeSizeBits,
                regions,
                strategy,
                fastpath,
                locking,
                observer);
    }

    public MachineConfig withLocking(LockingDiscipline discipline) {
        return new MachineConfig(
                clusters,
                memoryBytes,
                rootCNodeSizeBits,
                regions,
                idleStrategy,
                fastpath,
                discipline,
                observer);
    }

    public MachineConfig withObserver(MachineObserver heard) {
        return new MachineConfig(
                clusters,
                memoryBytes,
                rootCNodeSizeBits,
                regions,
                idleStrategy,
                fastpath,
                locking,
                heard);
    }

    public MachineConfig withoutFastpath() {
        return new MachineConfig(
                clusters,
                memoryBytes,
                rootCNodeSizeBits,
                regions,
                idleStrategy,
                false,
                locking,
                observer);
    }
}
