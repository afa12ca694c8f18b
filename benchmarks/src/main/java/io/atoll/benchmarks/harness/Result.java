package io.atoll.benchmarks.harness;

import org.HdrHistogram.Histogram;

import java.util.function.DoubleUnaryOperator;

/**
 * What was measured of one subject. For latencies the figures are percentiles over the samples of
 * all rounds (batch means, if the benchmark times batches), interpolated inside a step of the clock
 * ({@link ClockQuantiles}); for throughputs they are percentiles over the rates of the rounds, so
 * that {@code p99} is a fast round, not a slow one.
 *
 * @param benchmark name of the benchmark
 * @param subject name of the subject
 * @param unit unit of {@code min} to {@code max}
 * @param count operations or messages of all rounds
 * @param min least
 * @param mean arithmetic mean
 * @param p50 median
 * @param p90 90th percentile
 * @param p99 99th percentile
 * @param p999 99.9th percentile
 * @param max greatest
 * @param bytesPerOp heap bytes that one more operation of a round allocates, on whatever thread;
 *     NaN if the JVM cannot tell
 */
public record Result(
        String benchmark,
        String subject,
        String unit,
        long count,
        double min,
        double mean,
        double p50,
        double p90,
        double p99,
        double p999,
        double max,
        double bytesPerOp) {

    /** The result of a latency subject from the samples of all its rounds. */
    public static Result ofLatencies(
            String benchmark,
            String subject,
            Histogram all,
            HistogramUnit unit,
            int operationsPerSample,
            double bytesPerOp) {
        ClockQuantiles quantiles = new ClockQuantiles(all);
        DoubleUnaryOperator quantile = fraction -> unit.toReported(quantiles.at(fraction));
        return new Result(
                benchmark,
                subject,
                unit.reportedSymbol(),
                all.getTotalCount() * operationsPerSample,
                unit.toReported(all.getMinValue()),
                unit.toReported(all.getMean()),
                quantile.applyAsDouble(0.5),
                quantile.applyAsDouble(0.9),
                quantile.applyAsDouble(0.99),
                quantile.applyAsDouble(0.999),
                unit.toReported(all.getMaxValue()),
                bytesPerOp);
    }

    /** The result of a throughput subject from the rates of its rounds. */
    static Result ofRates(
            String benchmark,
            String subject,
            HistogramUnit unit,
            double[] rates,
            long messages,
            double bytesPerOp) {
        Quantiles quantiles = new Quantiles(rates);
        return new Result(
                benchmark,
                subject,
                unit.symbol(),
                messages,
                quantiles.at(0),
                quantiles.mean(),
                quantiles.at(0.5),
                quantiles.at(0.9),
                quantiles.at(0.99),
                quantiles.at(0.999),
                quantiles.at(1),
                bytesPerOp);
    }
}
