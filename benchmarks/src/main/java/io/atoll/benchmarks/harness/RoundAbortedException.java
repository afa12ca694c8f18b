package io.atoll.benchmarks.harness;

/**
 * Thrown out of {@link Waiting#pause()} when the other side of a round has failed or time is up.
 */
public final class RoundAbortedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says that the round was ended from outside; the cause is reported by whoever ended it. */
    public RoundAbortedException() {
        super("the round was ended because its other side failed or time was up");
    }
}
