package io.atoll.benchmarks.harness;

/**
 * How much more a subject takes than another: the subject's figure of a round (p50 for latencies,
 * rate for throughputs) less the other's figure of the same round.
 *
 * @param benchmark name of the benchmark
 * @param subject name of the subject
 * @param reference name of the other
 * @param unit of the rest
 * @param median median over the rounds
 * @param low 10th percentile over the rounds
 * @param high 90th percentile over the rounds
 */
public record Difference(
        String benchmark,
        String subject,
        String reference,
        String unit,
        double median,
        double low,
        double high) {

    /** Compares two subjects of a benchmark round by round. */
    static Difference of(Track track, Track reference) {
        double[] differences = new double[track.figures.length];
        for (int round = 0; round < differences.length; round++) {
            differences[round] = track.figures[round] - reference.figures[round];
        }
        Quantiles quantiles = new Quantiles(differences);
        return new Difference(
                track.benchmark,
                track.name(),
                reference.name(),
                track.unit().reportedSymbol(),
                quantiles.at(0.5),
                quantiles.at(Ratio.LOW_FRACTION),
                quantiles.at(Ratio.HIGH_FRACTION));
    }
}
