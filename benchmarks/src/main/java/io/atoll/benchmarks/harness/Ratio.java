package io.atoll.benchmarks.harness;

/**
 * How a subject compares with the reference of its benchmark. In each round the subject's figure
 * (p50 for latencies, rate for throughputs) is divided by the reference's figure of the same round;
 * noise that lasts longer than a round hits both and cancels. For latencies more than 1 is slower
 * than the reference, for throughputs more than 1 is faster.
 *
 * @param benchmark name of the benchmark
 * @param subject name of the subject
 * @param reference name of the reference
 * @param median median over the rounds
 * @param low 10th percentile over the rounds
 * @param high 90th percentile over the rounds
 */
public record Ratio(
        String benchmark,
        String subject,
        String reference,
        double median,
        double low,
        double high) {
    private static final double LOW_FRACTION = 0.1;
    private static final double HIGH_FRACTION = 0.9;

    /** Compares two subjects of a benchmark round by round. */
    static Ratio of(Track track, Track reference) {
        double[] ratios = new double[track.figures.length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = track.figures[round] / reference.figures[round];
        }
        Quantiles quantiles = new Quantiles(ratios);
        return new Ratio(
                track.benchmark,
                track.name(),
                reference.name(),
                quantiles.at(0.5),
                quantiles.at(LOW_FRACTION),
                quantiles.at(HIGH_FRACTION));
    }
}
