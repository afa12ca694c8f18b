package io.atoll.benchmarks.harness;

import java.time.Duration;

/**
 * How long to measure, the same for all subjects. Times, not counts: subjects differ by four orders
 * of magnitude, so the runner finds out during warm-up how many operations of a subject fill a
 * round.
 *
 * @param warmUp time that each subject is exercised before anything is recorded
 * @param rounds recorded rounds of each subject, at least 1
 * @param round time that a round of one subject should take, more than 0
 */
public record Plan(Duration warmUp, int rounds, Duration round) {
    /** Checks the bounds. */
    public Plan {
        if (warmUp.isNegative() || rounds < 1 || !round.isPositive()) {
            throw new IllegalArgumentException(
                    "a plan needs warm-up >= 0, rounds >= 1 and a round > 0, not "
                            + warmUp
                            + ", "
                            + rounds
                            + ", "
                            + round);
        }
    }

    /** What a figure to be quoted needs: about 4 s for each subject. */
    public static Plan standard() {
        return new Plan(Duration.ofMillis(1500), 41, Duration.ofMillis(60));
    }

    /** A first impression: about half a second for each subject. */
    public static Plan quick() {
        return new Plan(Duration.ofMillis(300), 11, Duration.ofMillis(20));
    }

    /**
     * Operations that fill a round.
     *
     * @param operations operations that were just timed
     * @param elapsedNanos how long they took together
     * @param multiple the answer is a multiple of this and at least this
     */
    long operationsForRound(long operations, long elapsedNanos, long multiple) {
        double perOperation = Math.max(1.0, elapsedNanos) / operations;
        long batches = (long) Math.ceil(round.toNanos() / perOperation / multiple);
        return Math.max(1, batches) * multiple;
    }
}
