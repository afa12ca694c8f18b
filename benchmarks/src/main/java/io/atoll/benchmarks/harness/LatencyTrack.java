package io.atoll.benchmarks.harness;

import org.HdrHistogram.Histogram;

/** The rounds of a latency subject: one histogram that is reused, and the sum of all. */
final class LatencyTrack extends Track {
    private final LatencySubject subject;
    private final LatencyRecorder recorder;
    private final Histogram all;

    LatencyTrack(String benchmark, LatencySubject subject, int operationsPerSample, int rounds) {
        super(benchmark, rounds);
        this.subject = subject;
        this.recorder = new LatencyRecorder(operationsPerSample);
        this.all = LatencyRecorder.newHistogram(recorder.unit());
    }

    @Override
    LatencySubject subject() {
        return subject;
    }

    @Override
    HistogramUnit unit() {
        return recorder.unit();
    }

    @Override
    void play(long operations) throws Exception {
        recorder.reset();
        subject.round(recorder, operations);
        if (recorder.operations() != operations) {
            throw new IllegalStateException(
                    "subject '"
                            + subject.name()
                            + "' recorded "
                            + recorder.operations()
                            + " operations of "
                            + operations);
        }
    }

    @Override
    Histogram keep(int round) {
        Histogram samples = recorder.histogram();
        figures[round] = unit().toReported(new ClockQuantiles(samples).at(0.5));
        all.add(samples);
        return samples;
    }

    @Override
    Result result(double bytesPerOperation) {
        return Result.ofLatencies(
                benchmark,
                subject.name(),
                all,
                unit(),
                recorder.operationsPerSample(),
                bytesPerOperation);
    }
}
