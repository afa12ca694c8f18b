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
     * The number of cores at which it stops scaling: no step beyond adds a tenth of what as many
     * cores would ideally add. Ideally, twice the cores do twice as much.
     *
     * @return empty if it scales to the last point
     */
    public OptionalInt stopsScalingAt() {
        for (int last = points.size() - 1; last > 0; last--) {
            if (gains(points.get(last - 1), points.get(last))) {
                return last == points.size() - 1
                        ? OptionalInt.empty()
                        : OptionalInt.of(points.get(last).cores);
            }
        }
        return OptionalInt.of(points.getFirst().cores);
    }

    private static boolean gains(Point fewer, Point more) {
        double idealGain = (double) more.cores / fewer.cores - 1;
        double gain = more.throughput.perSecond() / fewer.throughput.perSecond() - 1;
        return gain >= LEAST_GAIN * idealGain;
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
