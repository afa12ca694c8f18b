package io.atoll.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class BenchmarkTest {
    private static Subject latency(String name) {
        return new ScriptedSubject(name, new FakeInstruments(), List.of());
    }

    private static String refusal(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(IllegalArgumentException.class, action).getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a/b", "comma,", "line\n"})
    void shouldRefuseNamesThatFilesAndHistogramTagsCannotCarry(String name) {
        refusal(() -> Benchmark.latency(name, 1));
        refusal(() -> Benchmark.latency("fine", 1).with(latency(name)));
    }

    @Test
    void shouldRefuseTwoSubjectsOfOneName() {
        assertEquals(
                "benchmark 'timing' has two subjects 'a'",
                refusal(() -> Benchmark.latency("timing", 1).with(latency("a"), latency("a"))));
    }

    @Test
    void shouldRefuseSubjectsOfTheOtherKind() {
        assertEquals(
                "subject 'a' is not a THROUGHPUT subject",
                refusal(() -> Benchmark.throughput("rates").with(latency("a"))));
    }

    @Test
    void shouldRefuseBatchesOfNothing() {
        refusal(() -> Benchmark.latency("timing", 0));
    }

    @Test
    void shouldKeepWhatItHasWhenItGetsMore() {
        Benchmark benchmark =
                Benchmark.latency("timing", 8)
                        .with(latency("a"))
                        .comparedWith("a")
                        .with(List.of(latency("b")));

        assertEquals(List.of("a", "b"), benchmark.subjects().stream().map(Subject::name).toList());
        assertEquals(Optional.of("a"), benchmark.reference());
        assertEquals(8, benchmark.operationsPerSample());
    }

    @Test
    void shouldRefuseComparisonsThatDoNotBalance() {
        refusal(() -> new Comparison(Comparison.Kind.RATIO, "a", "b", List.of("a"), List.of()));
        refusal(
                () ->
                        new Comparison(
                                Comparison.Kind.DIFFERENCE,
                                "a",
                                "b",
                                List.of("a", "c"),
                                List.of("b", "d")));
    }

    @Test
    void shouldPlanAtLeastOneBatchOfOperations() {
        Plan plan = new Plan(Duration.ZERO, 1, Duration.ofMillis(1));

        assertEquals(10_000, plan.operationsForRound(100, 10_000, 1));
        assertEquals(10, plan.operationsForRound(1, 1_000_000_000, 10));
        assertEquals(1_000_000, plan.operationsForRound(1, 0, 1)); // a clock that stood still
    }

    @Test
    void shouldRefusePlansOfNothing() {
        refusal(() -> new Plan(Duration.ZERO, 0, Duration.ofMillis(1)));
        refusal(() -> new Plan(Duration.ZERO, 1, Duration.ZERO));
        refusal(() -> new Plan(Duration.ofMillis(-1), 1, Duration.ofMillis(1)));
    }
}
