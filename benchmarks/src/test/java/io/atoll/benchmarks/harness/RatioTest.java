package io.atoll.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

class RatioTest {
    private static Ratio ratio(double[] subject, double[] reference) {
        return Ratio.of(track("subject", subject), track("reference", reference));
    }

    private static Track track(String name, double[] figures) {
        Track track = Track.of(Benchmark.throughput("rates"), new NamedOnly(name), figures.length);
        System.arraycopy(figures, 0, track.figures, 0, figures.length);
        return track;
    }

    @Test
    void shouldCompareRoundsWithRoundsOfTheSameTime() {
        // the host is half as fast in every second round
        Ratio ratio = ratio(new double[] {400, 200, 400, 200}, new double[] {100, 50, 100, 50});

        assertEquals(new Ratio("rates", "subject", "reference", 4, 4, 4), ratio);
    }

    /** The ratio of the medians would be 1.5 in the second case. */
    @Test
    void shouldTakeTheMedianAfterDividing() {
        Ratio ratio = ratio(new double[] {1, 2, 3}, new double[] {3, 2, 0.5});

        assertEquals(1, ratio.median());
        assertEquals(3, ratio(new double[] {3, 9, 2}, new double[] {1, 3, 2}).median());
    }

    @Test
    void shouldRangeFromTheTenthToTheNinetiethPercentile() {
        double[] ones = DoubleStream.generate(() -> 1).limit(11).toArray();
        double[] oneToEleven = DoubleStream.iterate(1, x -> x + 1).limit(11).toArray();

        Ratio ratio = ratio(oneToEleven, ones);

        assertEquals(List.of(2.0, 6.0, 10.0), List.of(ratio.low(), ratio.median(), ratio.high()));
    }

    /** In the second round the host slows both loads down by half. */
    @Test
    void shouldCompareRatiosWithRatiosOfTheSameRound() {
        Ratio ratio =
                Ratio.of(
                        track("shared", new double[] {30, 60}),
                        "slowdown-of-apart",
                        List.of(
                                track("shared", new double[] {30, 60}),
                                track("apart-idle", new double[] {10, 10})),
                        List.of(
                                track("shared-idle", new double[] {20, 20}),
                                track("apart", new double[] {12, 24})));

        assertEquals(new Ratio("rates", "shared", "slowdown-of-apart", 1.25, 1.25, 1.25), ratio);
    }

    @Test
    void shouldSubtractFiguresOfTheSameRound() {
        Difference difference =
                Difference.of(
                        track("subject", new double[] {110, 215, 320}),
                        track("reference", new double[] {100, 200, 300}));

        assertEquals(
                new Difference("rates", "subject", "reference", "messages/s", 15, 11, 19),
                difference);
    }

    @Test
    void shouldDivideRatesOfThroughputsAndMediansOfLatencies() throws Exception {
        // 1,000 messages in 1 ms and in 4 ms: four times the rate
        Outcome outcome =
                new BenchmarkRunner(
                                new Plan(Duration.ZERO, 3, Duration.ofMillis(1)),
                                Placement.unpinned(),
                                new FakeInstruments().instruments(),
                                RoundListener.NONE)
                        .run(
                                Benchmark.throughput("rates")
                                        .with(new Steady("fast", 1_000), new Steady("slow", 4_000))
                                        .comparedWith("slow"));

        assertEquals(4, outcome.ratios().getFirst().median(), 1e-9);
        assertEquals(1e6, outcome.results().getFirst().p50(), 1e-3);
        assertEquals("messages/s", outcome.results().getFirst().unit());
    }

    /** Takes the same time for every message. */
    private record Steady(String name, long nanosPerMessage) implements ThroughputSubject {
        @Override
        public void open(Placement placement) {}

        @Override
        public long round(long messages) {
            return messages * nanosPerMessage;
        }

        @Override
        public void close() {}
    }

    /** Is never played. */
    private record NamedOnly(String name) implements ThroughputSubject {
        @Override
        public void open(Placement placement) {}

        @Override
        public long round(long messages) {
            throw new AssertionError("not to be played");
        }

        @Override
        public void close() {}
    }
}
