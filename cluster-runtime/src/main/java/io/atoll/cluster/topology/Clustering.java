package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cores of a machine divided into clusters, each of which runs one kernel image. Clusters are
 * numbered from 0 by their lowest cores; every core is in exactly one. Immutable; any thread may
 * ask, no query allocates.
 */
public final class Clustering {
    private final Topology topology;
    private final ClusterBy clusterBy;
    private final List<List<Integer>> clusters;
    private final int[] clusterOfCore;

    private Clustering(Topology topology, ClusterBy clusterBy, int[] keyOfCore) {
        this.topology = topology;
        this.clusterBy = clusterBy;
        clusterOfCore = new int[keyOfCore.length];
        Map<Integer, Integer> clusterOfKey = new HashMap<>();
        List<List<Integer>> members = new ArrayList<>();
        for (int core = 0; core < keyOfCore.length; core++) {
            Integer cluster = clusterOfKey.putIfAbsent(keyOfCore[core], members.size());
            if (cluster == null) {
                cluster = members.size();
                members.add(new ArrayList<>());
            }
            clusterOfCore[core] = cluster;
            members.get(cluster).add(core);
        }
        clusters = members.stream().map(List::copyOf).toList();
    }

    /** Divides the cores of a machine. */
    public static Clustering of(Topology topology, ClusterBy clusterBy) {
        int[] keys =
                switch (clusterBy) {
                    case CORE -> topology.cores().stream().mapToInt(PhysicalCore::index).toArray();
                    case NUMA ->
                            topology.cores().stream().mapToInt(PhysicalCore::numaNode).toArray();
                    default -> new Survey(topology, clusterBy).keyOfCore;
                };
        return new Clustering(topology, clusterBy, keys);
    }

    /** Walks the tree in the order in which cores are numbered. */
    private static final class Survey {
        private static final int NONE = -1;

        final int[] keyOfCore;
        private final ClusterBy clusterBy;
        private int core;
        private int keys;

        Survey(Topology topology, ClusterBy clusterBy) {
            keyOfCore = new int[topology.coreCount()];
            this.clusterBy = clusterBy;
            walk(topology.root(), NONE);
            joinLeftovers();
        }

        private void walk(TopologyObject object, int around) {
            int key = around == NONE && clusterBy.isFormedBy(object) ? keys++ : around;
            if (object.type() == ObjectType.CORE || object.type() == ObjectType.PU) {
                keyOfCore[core++] = key;
                return;
            }
            for (TopologyObject child : object.children()) {
                walk(child, key);
            }
        }

        /**
         * Without a common cache a core is alone; without a package it is in the machine's only
         * one.
         */
        private void joinLeftovers() {
            boolean byCache = clusterBy == ClusterBy.L2 || clusterBy == ClusterBy.L3;
            for (int i = 0; i < keyOfCore.length; i++) {
                if (byCache && keyOfCore[i] == NONE) {
                    keyOfCore[i] = keys++;
                }
            }
        }
    }

    /** The machine. */
    public Topology topology() {
        return topology;
    }

    /** What the cores of a cluster have in common. */
    public ClusterBy clusterBy() {
        return clusterBy;
    }

    /** The numbers of the cores of each cluster, ascending; none is empty. */
    public List<List<Integer>> clusters() {
        return clusters;
    }

    public int clusterCount() {
        return clusters.size();
    }

    /** The numbers of a cluster's cores, ascending. */
    public List<Integer> coresOf(int cluster) {
        return clusters.get(cluster);
    }

    /** The cluster that a core is in. */
    public int clusterOf(int core) {
        return clusterOfCore[core];
    }

    /**
     * What a person should know about these clusters: where the machine has nothing of the kind
     * that was asked for, and where a wider choice would join cores. One sentence each; most often
     * empty.
     */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (clusterBy == ClusterBy.L3 && !topology.hasL3()) {
            notes.add(
                    topology.hasL2()
                            ? "No L3 cache is known: clusters share an L2 instead."
                            : "No L3 and no L2 cache is known: each core is a cluster.");
        } else if (clusterBy == ClusterBy.DIE && !clusterBy.isKnownIn(topology)) {
            notes.add("No dies are known: clusters are packages instead.");
        } else if (clusterBy == ClusterBy.L2 && topology.hasL2() && isOfSingles()) {
            notes.add("Each core has an L2 cache of its own: clusters by l2 have one core each.");
        }
        ClusterBy wider = clusterBy == ClusterBy.L2 && isOfSingles() ? nextThatJoins() : null;
        if (wider != null) {
            int count = of(topology, wider).clusterCount();
            notes.add(
                    "With --cluster-by %s the %d cores form %d cluster%s."
                            .formatted(
                                    wider.optionName(),
                                    topology.coreCount(),
                                    count,
                                    count == 1 ? "" : "s"));
        }
        return notes;
    }

    private boolean isOfSingles() {
        return clusters.size() == topology.coreCount() && clusters.size() > 1;
    }

    private ClusterBy nextThatJoins() {
        for (ClusterBy wider : EnumSet.range(ClusterBy.L3, ClusterBy.MACHINE)) {
            if (wider.isKnownIn(topology) && !of(topology, wider).isOfSingles()) {
                return wider;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "clusters by %s: %s".formatted(clusterBy.optionName(), clusters);
    }
}
