package io.atoll.benchmarks.harness;

/** What one thread does in a round. */
@FunctionalInterface
public interface Side {
    /** Does the thread's share of the round. */
    void play() throws Exception;
}
