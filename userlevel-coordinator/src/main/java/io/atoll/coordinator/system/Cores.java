package io.atoll.coordinator.system;

/**
 * What a description needs to know of the machine: how many cores it has and which of them share a
 * kernel image. Implementations are immutable; any thread may ask.
 */
public interface Cores {
    /** Number of cores; {@code cpu} in a description is below it. */
    int count();

    /**
     * The cluster that a core belongs to.
     *
     * @param cpu core, from 0 to {@code count() - 1}
     * @throws IndexOutOfBoundsException if there is no such core
     */
    int clusterOf(int cpu);

    /** A machine of equal clusters whose cores are numbered cluster by cluster. */
    static Cores ofClusters(int clusters, int coresPerCluster) {
        if (clusters < 1 || coresPerCluster < 1) {
            throw new IllegalArgumentException(
                    "a machine has at least one cluster of at least one core, not "
                            + clusters
                            + " of "
                            + coresPerCluster);
        }
        return new Cores() {
            @Override
            public int count() {
                return clusters * coresPerCluster;
            }

            @Override
            public int clusterOf(int cpu) {
                return java.util.Objects.checkIndex(cpu, count()) / coresPerCluster;
            }
        };
    }
}
