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
    public int machineCore(int core) {
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

    /** A time in microseconds, to the nanosecond. */
    public String micros(long cycles) {
        String all = microsOf(picos(cycles));
        return all.substring(0, all.length() - 3);
    }

    /** An event in words, without its time and its core. */
    public String words(TraceEvent event) {
        String text = event.text().strip();
        return switch (event.kind()) {
            case RUNNING -> "'%s' ran, since %s us".formatted(text, micros(event.fromCycles()));
            case KERNEL -> "left the kernel, entered by %s".formatted(text);
            case INTERRUPT -> "left the kernel, entered by an interrupt";
            case DOORBELL ->
                    "doorbell from core %d, line %d, arrives at core %d"
                            .formatted(
                                    machineCore(event.core()),
                                    event.detail(),
                                    machineCore(event.other()));
            case DOORBELL_LOST -> "doorbell, line %d, is lost".formatted(event.detail());
            case MESSAGE_SENT -> "'%s' sent %s".formatted(text, message(event));
            case MESSAGE_FOUND -> "'%s' found %s".formatted(text, message(event));
            case LINE_FETCHED, LINE_WRITTEN ->
                    "%s, number %d".formatted(event.kind().words(), event.detail());
            case TIMER -> "timer";
            case OUTPUT -> text;
            case PROGRAM_ENDED, FAULT, INJECTED -> event.kind().words() + ": " + text;
        };
    }

    private String message(TraceEvent event) {
        return "%s #%d".formatted(log.rings().get(event.other()).name(), event.detail());
    }

    /** Microseconds with six decimals. */
    static String microsOf(long picos) {
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

    /** This run, of which only the last events are drawn. */
    public TracedRun last(int events) {
        return new TracedRun(
                system,
                seed,
                costModel,
                megahertz,
                clusters,
                eventCount,
                eventHash,
                log.last(events));
    }
}
