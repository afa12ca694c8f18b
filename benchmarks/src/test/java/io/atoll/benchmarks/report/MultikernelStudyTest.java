package io.atoll.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.benchmarks.harness.Benchmark;
import io.atoll.benchmarks.harness.Outcome;
import io.atoll.benchmarks.harness.Ratio;
import io.atoll.benchmarks.harness.Result;

import org.junit.jupiter.api.Test;

import java.util.List;

class MultikernelStudyTest {
    private static final String CALLS = "interference-own-objects";

    private static Result p50(String subject, double nanos) {
        return new Result(CALLS, subject, "ns", 1, 0, 0, nanos, 0, 0, 0, 0, 0);
    }

    private static Outcome outcome(Ratio ratio, Result... results) {
        return new Outcome(
                CALLS,
                Benchmark.Kind.LATENCY,
                100,
                1,
                List.of(results),
                List.of(ratio),
                List.of(),
                List.of());
    }

    /** The median of the ratios within a round, which is not the ratio of the medians. */
    @Test
    void shouldShowMeasuredRowsBesidePublishedOnes() {
        String table =
                MultikernelStudy.beside(
                        List.of(
                                outcome(
                                        new Ratio(CALLS, "big-lock", "idle", 2.5, 2, 3),
                                        p50("big-lock", 420),
                                        p50("big-lock-idle", 170))));

        List<String> lines = table.lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertTrue(lines.contains(" published multikernel, calls 694 694 1.00"), table);
        assertTrue(lines.contains(" measured big-lock, calls 170 420 2.50"), table);
        assertTrue(lines.stream().noneMatch(line -> line.contains("measured two-images")), table);
    }

    @Test
    void shouldSayNothingBesideNothing() {
        assertEquals("", MultikernelStudy.beside(List.of()));
    }
}
