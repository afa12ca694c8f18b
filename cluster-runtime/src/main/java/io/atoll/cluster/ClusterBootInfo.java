package io.atoll.cluster;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.LockingDiscipline;
import io.atoll.kernel.api.BootInfo;

import java.util.List;
import java.util.NoSuchElementException;

/**
 * The machine's block of boot information: where in the machine this kernel is, and the memory it
 * shares with others. What another kernel has is not in it.
 *
 * @param cluster number of this cluster
 * @param clusterCores machine cores of every cluster, by cluster number; the first of each is its
 *     boot core. Core {@code i} of a cluster is the one of scheduling-control capability {@code i}
 *     of its BootInfo
 * @param locking how the cores of this kernel keep apart; of no meaning with one core
 * @param regions memory shared with other clusters, each one device untyped of the BootInfo
 * @param ended which clusters have ended so far
 */
public record ClusterBootInfo(
        int cluster,
        List<List<Integer>> clusterCores,
        LockingDiscipline locking,
        List<RegionDescription> regions,
        EndedClusters ended)
        implements BootInfo.Extra {

    /**
     * One shared region.
     *
     * @param address emulated physical address, the same in every kernel that sees it
     */
    public record RegionDescription(String label, long address, int sizeBits) {}

    /**
     * The interrupt line that the machine raises at the boot core of every other cluster when the
     * kernel image of a cluster has stopped because of an error of its own, or has crashed: the
     * emulated counterpart of a machine check. Which cluster it was is in {@link #ended}; ends that
     * follow one another closely are one interrupt. The last line of a core, so that the first are
     * free for programs.
     */
    public static final int ENDED_LINE = InterruptLines.COUNT - 1;

    /** The machine cores of this cluster, in the order of its kernel. */
    public List<Integer> cores() {
        return clusterCores.get(cluster);
    }

    /**
     * CPtr of the scheduling-control capability of a core of this cluster; throws {@code
     * NoSuchElementException} if the core is not one of them.
     */
    public long schedControlOf(BootInfo bootInfo, int machineCore) {
        int index = cores().indexOf(machineCore);
        if (index < 0) {
            throw new NoSuchElementException(
                    "cluster %d has cores %s, and not core %d"
                            .formatted(cluster, cores(), machineCore));
        }
        return bootInfo.schedControl().start() + index;
    }

    public int clusterCount() {
        return clusterCores.size();
    }

    /** The core at which a cluster takes its interrupts. */
    public int bootCore(int ofCluster) {
        return clusterCores.get(ofCluster).getFirst();
    }

    /** The region of that label; throws {@code NoSuchElementException} if this kernel has none. */
    public RegionDescription region(String label) {
        for (RegionDescription region : regions) {
            if (region.label().equals(label)) {
                return region;
            }
        }
        throw new NoSuchElementException(
                "cluster %d has no shared region '%s'".formatted(cluster, label));
    }

    /** CPtr of the device untyped that is the region of that label. */
    public long untypedOf(BootInfo bootInfo, String label) {
        long address = region(label).address();
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            if (bootInfo.untypedList().get(i).physicalAddress() == address) {
                return bootInfo.untyped().start() + i;
            }
        }
        throw new IllegalStateException(
                "the kernel gave no untyped at 0x%x for region '%s'".formatted(address, label));
    }
}
