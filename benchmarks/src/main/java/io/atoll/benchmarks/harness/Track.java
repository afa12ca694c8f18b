package io.atoll.benchmarks.harness;

import org.HdrHistogram.Histogram;

/**
 * What the runner remembers of one subject: how many operations fill a round, and what the recorded
 * rounds gave. Used by the runner's thread only; threads of a subject may fill the recorder during
 * {@link #play}.
 */
abstract sealed class Track permits LatencyTrack, ThroughputTrack {
    /** Name of the benchmark that the subject belongs to. */
    final String benchmark;

    /** The p50 or the rate of each recorded round, in the unit of the report. */
    final double[] figures;

    /** The threads that the subject started when it was opened. */
    long[] threadIds = {};

    /** Weighs the rounds. */
    AllocationWindow window;

    private final AllocationTally allocation = new AllocationTally();
    private long operationsPerRound;

    Track(String benchmark, int rounds) {
        this.benchmark = benchmark;
        this.figures = new double[rounds];
    }

    static Track of(Benchmark benchmark, Subject subject, int rounds) {
        return switch (subject) {
            case LatencySubject latency ->
                    new LatencyTrack(
                            benchmark.name(), latency, benchmark.operationsPerSample(), rounds);
            case ThroughputSubject throughput ->
                    new ThroughputTrack(benchmark.name(), throughput, rounds);
        };
    }

    abstract Subject subject();

    /** What a step of the histogram of {@link #keep} means. */
    abstract HistogramUnit unit();

    /** Plays one round, which is forgotten unless {@link #keep} follows. */
    abstract void play(long operations) throws Exception;

    /**
     * Adds the round just played to the result.
     *
     * @return its samples, valid until the next round
     */
    abstract Histogram keep(int round);

    /** The result of all kept rounds. */
    abstract Result result(double bytesPerOperation);

    final Result result() {
        return result(allocation.bytesPerOperation());
    }

    final String name() {
        return subject().name();
    }

    final long operationsPerRound() {
        return operationsPerRound;
    }

    final void operationsPerRound(long operations) {
        operationsPerRound = operations;
    }

    final AllocationTally allocation() {
        return allocation;
    }
}
