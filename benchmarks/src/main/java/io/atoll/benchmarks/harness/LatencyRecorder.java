package io.atoll.benchmarks.harness;

import org.HdrHistogram.Histogram;

/**
 * Takes the samples of one round of a {@link LatencySubject}. Used by one thread at a time; records
 * without allocating and without waiting.
 *
 * <p>Samples of one operation are kept in nanoseconds, batch means in picoseconds, both with three
 * significant digits; a sample above {@link #LONGEST_NANOS} counts as that long.
 */
public final class LatencyRecorder {
    /** Longest operation that is told apart: one hour. */
    public static final long LONGEST_NANOS = 3_600_000_000_000L;

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int STEPS_PER_NANO_OF_BATCHES = 1000;

    private final int operationsPerSample;
    private final HistogramUnit unit;
    private final Histogram histogram;

    /**
     * @param operationsPerSample operations that each recorded time covers, at least 1
     */
    public LatencyRecorder(int operationsPerSample) {
        if (operationsPerSample < 1) {
            throw new IllegalArgumentException(
                    "operations per sample must be at least 1, not " + operationsPerSample);
        }
        this.operationsPerSample = operationsPerSample;
        this.unit =
                operationsPerSample == 1 ? HistogramUnit.NANOSECONDS : HistogramUnit.PICOSECONDS;
        this.histogram = newHistogram(unit);
    }

    static Histogram newHistogram(HistogramUnit unit) {
        long stepsPerNano = unit == HistogramUnit.PICOSECONDS ? STEPS_PER_NANO_OF_BATCHES : 1;
        return new Histogram(1, LONGEST_NANOS * stepsPerNano, SIGNIFICANT_DIGITS);
    }

    /**
     * Records one sample.
     *
     * @param elapsedNanos time that the sample's operations took together; nothing is subtracted
     *     from it for reading the clock
     */
    public void record(long elapsedNanos) {
        long nanos = Math.min(elapsedNanos, LONGEST_NANOS);
        histogram.recordValue(
                operationsPerSample == 1
                        ? nanos
                        : nanos * STEPS_PER_NANO_OF_BATCHES / operationsPerSample);
    }

    /** Operations recorded since the last {@link #reset()}. */
    public long operations() {
        return histogram.getTotalCount() * operationsPerSample;
    }

    /** Operations that each sample covers. */
    public int operationsPerSample() {
        return operationsPerSample;
    }

    /** What a step of {@link #histogram()} means. */
    public HistogramUnit unit() {
        return unit;
    }

    /** The samples since the last {@link #reset()}; not a copy. */
    public Histogram histogram() {
        return histogram;
    }

    /** Forgets all samples. */
    public void reset() {
        histogram.reset();
    }
}
