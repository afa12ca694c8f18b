package io.atoll.benchmarks.harness;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Quantiles of measured times, finer than the clock that measured them.
 *
 * <p>Some clocks advance in steps of 10 ns or more. Of operations that take 123 ns each, seven in
 * ten then read 120 and three 130, and the plain median says 120, as it does for operations of 119
 * or 125 ns: a ratio of two such medians is off by several percent. How the samples divide between
 * the steps tells the time in between. So a quantile is interpolated linearly inside the step that
 * it falls into, the step reaching half its width to either side of the reading (the median of
 * grouped data). With a clock of 1 ns this moves a figure by half a nanosecond at most.
 *
 * <p>The width of a step is found in the histogram: the least distance of two neighbouring readings
 * up to the 90th percentile, beyond which the histogram's own buckets may be wider. One reading
 * only: no interpolation. Immutable, but reads the histogram it was made of.
 */
final class ClockQuantiles {
    private static final double PERCENTILE_OF_DENSE_READINGS = 90;

    private final Histogram readings;
    private final double step;

    /**
     * @param readings at least one
     */
    ClockQuantiles(Histogram readings) {
        if (readings.getTotalCount() == 0) {
            throw new IllegalArgumentException("quantiles of no readings");
        }
        this.readings = readings;
        this.step = stepOf(readings);
    }

    private static double stepOf(Histogram readings) {
        long end = readings.getValueAtPercentile(PERCENTILE_OF_DENSE_READINGS);
        double least = Double.POSITIVE_INFINITY;
        double previous = Double.NEGATIVE_INFINITY;
        for (HistogramIterationValue reading : readings.recordedValues()) {
            double centre = centreOf(readings, reading);
            least = Math.min(least, centre - previous);
            previous = centre;
            if (reading.getValueIteratedTo() >= end) {
                break;
            }
        }
        return Double.isInfinite(least) ? 0 : least;
    }

    private static double centreOf(Histogram readings, HistogramIterationValue reading) {
        return readings.medianEquivalentValue(reading.getValueIteratedTo());
    }

    /**
     * The time that {@code fraction} of all samples do not exceed, in the histogram's unit.
     *
     * @param fraction 0.5 for the median, at most 1
     */
    double at(double fraction) {
        double rank = fraction * readings.getTotalCount();
        for (HistogramIterationValue reading : readings.recordedValues()) {
            if (reading.getTotalCountToThisValue() >= rank) {
                long here = reading.getCountAtValueIteratedTo();
                double before = reading.getTotalCountToThisValue() - here;
                double inside = step * ((rank - before) / here - 0.5);
                return Math.clamp(
                        centreOf(readings, reading) + inside,
                        (double) readings.getMinValue(),
                        (double) readings.getMaxValue());
            }
        }
        return readings.getMaxValue();
    }
}
