package io.atoll.benchmarks.harness;

import org.HdrHistogram.Histogram;

/** The rounds of a throughput subject: the rate of each. */
final class ThroughputTrack extends Track {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long GREATEST_RATE = 1L << 50;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final ThroughputSubject subject;
    private final Histogram lastRate = new Histogram(1, GREATEST_RATE, SIGNIFICANT_DIGITS);
    private double rate;
    private long lastMessages;
    private long messages;

    ThroughputTrack(String benchmark, ThroughputSubject subject, int rounds) {
        super(benchmark, rounds);
        this.subject = subject;
    }

    @Override
    ThroughputSubject subject() {
        return subject;
    }

    @Override
    HistogramUnit unit() {
        return subject.unit();
    }

    @Override
    void play(long operations) throws Exception {
        long elapsedNanos = subject.round(operations);
        if (elapsedNanos <= 0) {
            throw new IllegalStateException(
                    "subject '" + subject.name() + "' took " + elapsedNanos + " ns for a round");
        }
        rate = NANOS_PER_SECOND * operations / elapsedNanos;
        lastMessages = operations;
    }

    @Override
    Histogram keep(int round) {
        figures[round] = rate;
        messages += lastMessages;
        lastRate.reset();
        lastRate.recordValue(Math.min(Math.round(rate), GREATEST_RATE));
        return lastRate;
    }

    @Override
    Result result(double bytesPerOperation) {
        return Result.ofRates(
                benchmark, subject.name(), subject.unit(), figures, messages, bytesPerOperation);
    }
}
