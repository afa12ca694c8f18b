package io.atoll.command.system;

import io.atoll.cluster.topology.ClusterBy;
import io.atoll.cluster.topology.Clustering;
import io.atoll.cluster.topology.Topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds CPUs of a host for the clusters of a machine that is not this host. */
final class HostPlacement {
    private HostPlacement() {}

    /**
     * A CPU for each core: each cluster in an L2 group of its own if there are such that are large
     * enough, otherwise one core after the other.
     *
     * @param sizes cores of each cluster
     * @return CPUs of each cluster; empty if the host has too few
     */
    static Optional<List<List<Integer>>> spread(Topology host, List<Integer> sizes) {
        return inGroupsOfTheirOwn(host, sizes).or(() -> oneAfterTheOther(host, sizes));
    }

    private static Optional<List<List<Integer>>> inGroupsOfTheirOwn(
            Topology host, List<Integer> sizes) {
        List<List<Integer>> free = new ArrayList<>(Clustering.of(host, ClusterBy.L2).clusters());
        List<List<Integer>> placed = new ArrayList<>();
        for (int size : sizes) {
            Optional<List<Integer>> group =
                    free.stream().filter(cores -> cores.size() >= size).findFirst();
            if (group.isEmpty()) {
                return Optional.empty();
            }
            free.remove(group.get());
            placed.add(cpus(host, group.get().subList(0, size)));
        }
        return Optional.of(placed);
    }

    private static Optional<List<List<Integer>>> oneAfterTheOther(
            Topology host, List<Integer> sizes) {
        if (sizes.stream().mapToInt(Integer::intValue).sum() > host.coreCount()) {
            return Optional.empty();
        }
        List<List<Integer>> placed = new ArrayList<>();
        int next = 0;
        for (int size : sizes) {
            List<Integer> cores = new ArrayList<>();
            while (cores.size() < size) {
                cores.add(next++);
            }
            placed.add(cpus(host, cores));
        }
        return Optional.of(placed);
    }

    private static List<Integer> cpus(Topology host, List<Integer> cores) {
        return cores.stream().map(host::puOf).toList();
    }
}
