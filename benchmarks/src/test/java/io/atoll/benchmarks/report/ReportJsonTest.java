package io.atoll.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.atoll.benchmarks.harness.Benchmark;
import io.atoll.benchmarks.harness.Difference;
import io.atoll.benchmarks.harness.Outcome;
import io.atoll.benchmarks.harness.Ratio;
import io.atoll.benchmarks.harness.Result;

import org.junit.jupiter.api.Test;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** The shape that scripts rely on. */
class ReportJsonTest {
    private static List<String> fieldsOf(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode written() throws Exception {
        Host host = new Host("Linux", "a CPU", 2, "none", "25", List.of("-Xfoo"), List.of());
        Result result =
                new Result("round-trip", "channel", "ns", 1_000_000, 1, 2.5, 2, 3, 4, 5, 1e7, 0.0);
        Result unknown =
                new Result("round-trip", "bare-line", "ns", 5, 1, 2, 2, 3, 4, 5, 6, Double.NaN);
        Outcome outcome =
                new Outcome(
                        "round-trip",
                        Benchmark.Kind.LATENCY,
                        1,
                        5,
                        List.of(result, unknown),
                        List.of(new Ratio("round-trip", "channel", "bare-line", 1.1, 1.0, 1.2)),
                        List.of(
                                new Difference(
                                        "round-trip", "channel", "bare-line", "ns", 0.5, 0, 1)),
                        List.of(),
                        List.of());
        StringWriter out = new StringWriter();
        new Report("0.1", host, List.of(outcome)).writeJson(out);
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void shouldHaveTheStatedFields() throws Exception {
        JsonNode report = written();

        assertEquals(
                List.of("atoll", "host", "results", "ratios", "differences"), fieldsOf(report));
        assertEquals(
                List.of(
                        "benchmark",
                        "subject",
                        "unit",
                        "count",
                        "min",
                        "mean",
                        "p50",
                        "p90",
                        "p99",
                        "p999",
                        "max",
                        "bytesPerOp"),
                fieldsOf(report.get("results").get(0)));
        assertEquals(
                List.of("benchmark", "subject", "reference", "median", "low", "high"),
                fieldsOf(report.get("ratios").get(0)));
        assertEquals(
                List.of("benchmark", "subject", "reference", "unit", "median", "low", "high"),
                fieldsOf(report.get("differences").get(0)));
        assertTrue(fieldsOf(report.get("host")).containsAll(List.of("cpu", "pinning", "jdk")));
        assertEquals("-Xfoo", report.get("host").get("flags").get(0).asText());
    }

    @Test
    void shouldKeepFiguresAndSayNullForUnknownOnes() throws Exception {
        JsonNode results = written().get("results");

        assertEquals(1_000_000, results.get(0).get("count").asLong());
        assertEquals(2.5, results.get(0).get("mean").asDouble());
        assertEquals(1e7, results.get(0).get("max").asDouble());
        assertTrue(results.get(1).get("bytesPerOp").isNull());
    }
}
