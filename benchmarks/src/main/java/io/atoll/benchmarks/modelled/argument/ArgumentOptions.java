package io.atoll.benchmarks.modelled.argument;

import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.SyntheticTopology;
import io.atoll.cluster.topology.Topology;

import java.util.ArrayList;
import java.util.List;

/**
 * What the argument is computed for.
 *
 * @param topology the machine; its first cores are used
 * @param mostCores the greatest number of cores; the others are powers of two
 * @param share of the operations that are usually measured at each point
 * @param seeds from the first one on, whose runs together are a point of few cores: those come to a
 *     lock again and again in the order in which they first came, and how often that leads from one
 *     L2 to another is a matter of luck
 */
public record ArgumentOptions(
        long seed, CostModel costs, Topology topology, int mostCores, double share, int seeds) {
    /** A die of 1,024 cores, four of which share an L2, in sixteen regions of memory. */
    public static final String TOPOLOGY = "package:1 numa:16 l2:16 core:4 pu:1";

    /** With more cores, orders are mixed enough. */
    static final int FEW_CORES = 64;

    private static final int SEEDS = 5;

    private static final int QUICK_CORES = 64;
    private static final double QUICK_SHARE = 0.25;

    /** What there is to see, on the usual machine. */
    public static ArgumentOptions standard(long seed, CostModel costs) {
        Topology topology = SyntheticTopology.parse(TOPOLOGY);
        return new ArgumentOptions(seed, costs, topology, topology.coreCount(), 1, SEEDS);
    }

    /** Fewer cores and operations: seconds instead of a minute. */
    public ArgumentOptions quick() {
        return new ArgumentOptions(
                seed, costs, topology, Math.min(mostCores, QUICK_CORES), QUICK_SHARE, 1);
    }

    /** On another machine. */
    public ArgumentOptions on(Topology machine) {
        return new ArgumentOptions(seed, costs, machine, machine.coreCount(), share, seeds);
    }

    /** Seeds of the runs that are a point of so many cores, together. */
    int seedsWith(int cores) {
        return cores <= FEW_CORES ? seeds : 1;
    }

    /** 1, 2, 4 and so on. */
    List<Integer> coreCounts() {
        List<Integer> counts = new ArrayList<>();
        for (int cores = 1; cores <= mostCores; cores *= 2) {
            counts.add(cores);
        }
        return counts;
    }
}
