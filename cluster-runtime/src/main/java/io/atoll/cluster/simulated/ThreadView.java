package io.atoll.cluster.simulated;

import java.util.Optional;

/**
 * A thread.
 *
 * @param state as the scheduler's dump has it
 * @param core number in the topology
 * @param isCurrent whether it has its core
 * @param isWaitingForBudget whether it is in the release queue
 */
public record ThreadView(
        int cluster,
        String name,
        String state,
        int priority,
        int core,
        boolean isCurrent,
        boolean isWaitingForBudget) {
    /**
     * All that is known of a thread.
     *
     * @param waitsFor what it waits for and who could end that; empty if it does not wait
     * @param budget of its scheduling context; empty if it has none
     * @param fault that it waits to be answered, or empty
     */
    public record Details(
            ThreadView thread,
            long entryPoint,
            int maximumControlledPriority,
            int domain,
            String waitsFor,
            Optional<Budget> budget,
            String fault) {}

    /**
     * A scheduling context, in nanoseconds.
     *
     * @param left what may be used until the next refill
     * @param consumed since somebody asked last
     */
    public record Budget(
            long budget, long period, boolean isRoundRobin, long left, long consumed) {}
}
