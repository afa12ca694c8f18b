package io.atoll.benchmarks.harness;

import java.util.Arrays;

/**
 * Quantiles of a handful of figures, one for each round. Linear interpolation between the two
 * nearest ranks (type 7 of Hyndman and Fan, the default of R and NumPy), so the median of an even
 * number of figures is the mean of the middle two. Immutable.
 */
final class Quantiles {
    private final double[] sorted;

    /**
     * @param figures at least one, in any order; copied
     */
    Quantiles(double[] figures) {
        if (figures.length == 0) {
            throw new IllegalArgumentException("quantiles of no figures");
        }
        sorted = figures.clone();
        Arrays.sort(sorted);
    }

    /**
     * The figure that {@code fraction} of all figures do not exceed.
     *
     * @param fraction 0 for the least, 0.5 for the median, 1 for the greatest
     */
    double at(double fraction) {
        double rank = fraction * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    double mean() {
        return Arrays.stream(sorted).average().orElseThrow();
    }
}
