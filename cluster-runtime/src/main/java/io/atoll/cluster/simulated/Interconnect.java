package io.atoll.cluster.simulated;

import io.atoll.cluster.topology.Distance;

import org.agrona.collections.Long2ObjectHashMap;

import java.util.List;

/**
 * What lies between the cores: how far they are apart, what a cache line takes to get from one to
 * another, and the lines of shared memory that they have used. Used by the machine's thread.
 */
final class Interconnect {
    private static final int LINE_BITS = 6;

    private final Distance[][] distances;
    private final int[] lineCycles = new int[Distance.values().length];

    /** By line of host memory, which is another one in each run: never gone through in order. */
    private final Long2ObjectHashMap<SharedLine> lines = new Long2ObjectHashMap<>();

    Interconnect(List<SimulatedCore> cores, CostModel costs, Simulation.Distances between) {
        distances = new Distance[cores.size()][cores.size()];
        for (SimulatedCore a : cores) {
            for (SimulatedCore b : cores) {
                distances[a.index()][b.index()] =
                        a == b
                                ? Distance.SAME_CORE
                                : between.between(a.machineCore(), b.machineCore());
            }
        }
        for (Distance distance : Distance.values()) {
            lineCycles[distance.ordinal()] = costs.line(distance);
        }
    }

    Distance distance(int coreA, int coreB) {
        return distances[coreA][coreB];
    }

    int lineCycles(Distance distance) {
        return lineCycles[distance.ordinal()];
    }

    /** The line with that host address; if it is new, that core has it. */
    SharedLine line(long address, SimulatedCore user) {
        long number = address >>> LINE_BITS;
        SharedLine known = lines.get(number);
        if (known != null) {
            return known;
        }
        SharedLine made = new SharedLine(lines.size(), user);
        lines.put(number, made);
        return made;
    }
}
