package io.atoll.benchmarks.harness;

/** A subject measured by how many messages it carries one way in a second. */
public non-sealed interface ThroughputSubject extends Subject {
    /**
     * Sends {@code messages} messages, receives and checks all of them.
     *
     * @return nanoseconds from before the first send to after the last check, more than 0
     * @throws ContentMismatchException when a message arrives that was not sent; ends the run
     */
    long round(long messages) throws Exception;

    /** What it carries, in a second. */
    default HistogramUnit unit() {
        return HistogramUnit.MESSAGES_PER_SECOND;
    }
}
