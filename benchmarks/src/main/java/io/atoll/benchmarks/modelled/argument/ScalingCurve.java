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
    /** What of the ideal gain is still called scaling. */
    static final double LEAST_GAIN = 0.1;

    /** So many cores, and what they did. */
    public record Point(int cores, Throughput throughput) {}

    public ScalingCurve {
        points = List.copyOf(points);
    }

    /**
     * The number of cores at which it stops scaling: from there on, more cores never add a tenth of
     * what as many cores in proportion would add. Ideally, twice the cores do twice as much.
     *
     * @return empty if it scales to the last point
     */
    public OptionalInt stopsScalingAt() {
        for (int from = 0; from < points.size() - 1; from++) {
            if (neverGains(from)) {
                return OptionalInt.of(points.get(from).cores);
            }
        }
        return OptionalInt.empty();
    }

    private boolean neverGains(int from) {
        Point base = points.get(from);
        for (Point more : points.subList(from + 1, points.size())) {
            double idealGain = (double) more.cores / base.cores - 1;
            double gain = more.throughput.perSecond() / base.throughput.perSecond() - 1;
            if (gain >= LEAST_GAIN * idealGain) {
                return false;
            }
        }
        return true;
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
