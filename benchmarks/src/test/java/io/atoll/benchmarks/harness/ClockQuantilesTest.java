package io.atoll.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockQuantilesTest {
    private static final long LONGEST = LatencyRecorder.LONGEST_NANOS;

    /** What a clock that advances in steps reads of operations that all take the same time. */
    private static Histogram readings(long operationNanos, long stepNanos) {
        Histogram histogram = new Histogram(1, LONGEST, 3);
        for (long start = 0; start < 1_000; start++) {
            long end = start + operationNanos;
            histogram.recordValue(end / stepNanos * stepNanos - start / stepNanos * stepNanos);
        }
        return histogram;
    }

    @ParameterizedTest
    @ValueSource(longs = {111, 117, 120, 122, 125, 128, 130, 999})
    void shouldTellTimesBetweenTheStepsOfACoarseClock(long operationNanos) {
        Histogram histogram = readings(operationNanos, 10);

        assertEquals(operationNanos, new ClockQuantiles(histogram).at(0.5), 1.3);
    }

    @Test
    void shouldTellRatiosThatThePlainMedianHides() {
        Histogram of120 = readings(121, 10);
        Histogram of124 = readings(124, 10);

        assertEquals(of120.getValueAtPercentile(50), of124.getValueAtPercentile(50));
        assertTrue(new ClockQuantiles(of124).at(0.5) > new ClockQuantiles(of120).at(0.5) + 1);
    }

    @Test
    void shouldLeaveReadingsOfAFineClockAlone() {
        assertEquals(123, new ClockQuantiles(readings(123, 1)).at(0.5));
    }

    @Test
    void shouldNotStretchAReadingTowardsAnOutlier() {
        Histogram histogram = new Histogram(1, LONGEST, 3);
        histogram.recordValueWithCount(120, 500);
        histogram.recordValueWithCount(130, 490);
        histogram.recordValueWithCount(5_000, 10);

        ClockQuantiles quantiles = new ClockQuantiles(histogram);

        assertEquals(125, quantiles.at(0.5), 0.1);
        assertEquals(134.8, quantiles.at(0.99), 0.3);
        assertEquals(5_000, quantiles.at(0.9999), 10);
    }

    @Test
    void shouldRiseWithTheFractionAndStayBetweenLeastAndGreatest() {
        Histogram histogram = readings(118, 10);
        ClockQuantiles quantiles = new ClockQuantiles(histogram);
        double previous = histogram.getMinValue();

        for (double fraction : new double[] {0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 1}) {
            double quantile = quantiles.at(fraction);
            assertTrue(quantile >= previous, fraction + " gives " + quantile);
            previous = quantile;
        }
        assertEquals(histogram.getMaxValue(), previous);
    }

    @Test
    void shouldRefuseAnEmptyHistogram() {
        Histogram empty = new Histogram(1, LONGEST, 3);

        assertThrows(IllegalArgumentException.class, () -> new ClockQuantiles(empty));
    }
}
