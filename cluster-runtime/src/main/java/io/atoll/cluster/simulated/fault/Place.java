package io.atoll.cluster.simulated.fault;

/**
 * Where a fault strikes.
 *
 * @param isCluster whether it is a whole cluster
 * @param number of the cluster, or of the core in the topology
 */
public record Place(boolean isCluster, int number) {
    public static Place core(int number) {
        return new Place(false, number);
    }

    public static Place cluster(int number) {
        return new Place(true, number);
    }

    /** As in a plan. */
    @Override
    public String toString() {
        return (isCluster ? "cluster " : "core ") + number;
    }
}
