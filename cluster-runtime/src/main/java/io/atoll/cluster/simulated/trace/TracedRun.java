package io.atoll.cluster.simulated.trace;

import java.util.List;
import java.util.Locale;

/**
 * A run that is over, and what has to be known to draw it.
 *
 * @param system name of the system
 * @param costModel name of the cost model, by which all times are modelled
 * @param clusters numbers of the clusters' cores in the topology; events number the same cores
 *     without gaps, in this order
 * @param eventCount events of the hash
 */
public record TracedRun(
        String system,
        long seed,
        String costModel,
        int megahertz,
        List<List<Integer>> clusters,
        long eventCount,
        long eventHash,
        EventLog log) {
    private static final long PARTS_OF_MICROSECOND = 1_000_000;

    public TracedRun {
        clusters = clusters.stream().map(List::copyOf).toList();
    }

    /** Cores of all clusters. */
    int coreCount() {
        return clusters.stream().mapToInt(List::size).sum();
    }

    /** The cluster of a core. */
    int clusterOf(int core) {
        int before = 0;
        for (int cluster = 0; ; cluster++) {
            before += clusters.get(cluster).size();
            if (core < before) {
                return cluster;
            }
        }
    }

    /** The number of a core in the topology. */
    int machineCore(int core) {
        int inCluster = core;
        for (int cluster = 0; ; cluster++) {
            if (inCluster < clusters.get(cluster).size()) {
                return clusters.get(cluster).get(inCluster);
            }
            inCluster -= clusters.get(cluster).size();
        }
    }

    /** Millionths of a microsecond; never a fraction, so that what nests goes on nesting. */
    long picos(long cycles) {
        return cycles / megahertz * PARTS_OF_MICROSECOND
                + cycles % megahertz * PARTS_OF_MICROSECOND / megahertz;
    }

    /** Microseconds with six decimals. */
    static String micros(long picos) {
        String fraction = Long.toString(picos % PARTS_OF_MICROSECOND + PARTS_OF_MICROSECOND);
        return picos / PARTS_OF_MICROSECOND + "." + fraction.substring(1);
    }

    /** The seed, the hash and where the times come from, in one line. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "seed 0x%x, %,d events, hash %016x; times modelled by '%s'",
                seed,
                eventCount,
                eventHash,
                costModel);
    }
}
