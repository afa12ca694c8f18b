package io.atoll.benchmarks.harness;

import java.util.List;

/**
 * How a subject compares with the reference of its benchmark. In each round the subject's figure
 * (p50 for latencies, rate for throughputs) is divided by the reference's figure of the same round;
 * noise that lasts longer than a round hits both and cancels. For latencies more than 1 is slower
 * than the reference, for throughputs more than 1 is faster.
 *
 * @param benchmark name of the benchmark
 * @param subject name of the subject
 * @param reference name of the reference, or of what a {@link Comparison} compares with
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
    static final double LOW_FRACTION = 0.1;
    static final double HIGH_FRACTION = 0.9;

    /** Compares two subjects of a benchmark round by round. */
    static Ratio of(Track track, Track reference) {
        return of(track, reference.name(), List.of(track), List.of(reference));
    }

    /** Divides products of subjects' figures round by round, see {@link Comparison}. */
    static Ratio of(Track subject, String reference, List<Track> over, List<Track> under) {
        double[] ratios = new double[subject.figures.length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = product(over, round) / product(under, round);
        }
        Quantiles quantiles = new Quantiles(ratios);
        return new Ratio(
                subject.benchmark,
                subject.name(),
                reference,
                quantiles.at(0.5),
                quantiles.at(LOW_FRACTION),
                quantiles.at(HIGH_FRACTION));
    }

    private static double product(List<Track> tracks, int round) {
        double product = 1;
        for (Track track : tracks) {
            product *= track.figures[round];
        }
        return product;
    }
}
