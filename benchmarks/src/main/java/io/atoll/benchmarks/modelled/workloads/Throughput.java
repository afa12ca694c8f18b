package io.atoll.benchmarks.modelled.workloads;

/**
 * Operations in virtual time, modelled.
 *
 * @param operations that were done
 * @param nanos in which they were
 * @param latencySumNanos what each of them took, all together
 * @param latencyMaxNanos of the slowest
 */
public record Throughput(long operations, long nanos, long latencySumNanos, long latencyMaxNanos) {
    /** Of this and another run. */
    public Throughput and(Throughput other) {
        return new Throughput(
                operations + other.operations,
                nanos + other.nanos,
                latencySumNanos + other.latencySumNanos,
                Math.max(latencyMaxNanos, other.latencyMaxNanos));
    }

    /** Operations a virtual second. */
    public double perSecond() {
        return operations * 1e9 / nanos;
    }

    /** Of one operation, on average. */
    public double meanNanos() {
        return (double) latencySumNanos / operations;
    }
}
