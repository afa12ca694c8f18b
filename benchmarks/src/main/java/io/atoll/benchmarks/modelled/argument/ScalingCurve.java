package io.atoll.benchmarks.modelled.argument;

import io.atoll.benchmarks.modelled.workloads.Throughput;

import java.util.List;
import java.util.OptionalInt;

/**
 * One cut, by cores.
 *
 * @param points by ascending cores
 */
public record ScalingCurve(ImageCut cut, List<Point> points) {
    /** What of the most is as good as the most. */
    static final double NEARLY_ALL = 0.9;

    /** So many cores, and what they did. */
    public record Point(int cores, Throughput throughput) {}

    public ScalingCurve {
        points = List.copyOf(points);
    }

    /**
     * The number of cores at which it stops scaling: the fewest that do nine tenths of the most
     * that any number of them does. A late step upwards does not undo a plateau before it, unless
     * it leads well above.
     *
     * @return empty if it scales to the last point
     */
    public OptionalInt stopsScalingAt() {
        double enough =
                NEARLY_ALL
                        * points.stream()
                                .mapToDouble(point -> point.throughput.perSecond())
                                .max()
                                .orElseThrow();
        int fewest =
                points.stream()
                        .filter(point -> point.throughput.perSecond() >= enough)
                        .mapToInt(Point::cores)
                        .findFirst()
                        .orElseThrow();
        return fewest == points.getLast().cores ? OptionalInt.empty() : OptionalInt.of(fewest);
    }

    /** What was done with so many cores; null if nothing was. */
    public Throughput at(int cores) {
        return points.stream()
                .filter(point -> point.cores == cores)
                .findFirst()
                .map(Point::throughput)
                .orElse(null);
    }
}
