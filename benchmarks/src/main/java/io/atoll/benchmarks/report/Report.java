package io.atoll.benchmarks.report;

import io.atoll.benchmarks.harness.Difference;
import io.atoll.benchmarks.harness.Outcome;
import io.atoll.benchmarks.harness.Ratio;
import io.atoll.benchmarks.harness.Result;
import io.atoll.benchmarks.harness.Skipped;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;

/**
 * Outcomes of benchmarks and the host they were measured on. Immutable.
 *
 * @param atoll Atoll's version
 * @param host where it was measured
 * @param outcomes in the order of measuring
 */
public record Report(String atoll, Host host, List<Outcome> outcomes) {
    /** Copies the list. */
    public Report {
        outcomes = List.copyOf(outcomes);
    }

    /** The results of all benchmarks. */
    public List<Result> results() {
        return outcomes.stream().flatMap(outcome -> outcome.results().stream()).toList();
    }

    /** The ratios of all benchmarks. */
    public List<Ratio> ratios() {
        return outcomes.stream().flatMap(outcome -> outcome.ratios().stream()).toList();
    }

    /** The differences of all benchmarks. */
    public List<Difference> differences() {
        return outcomes.stream().flatMap(outcome -> outcome.differences().stream()).toList();
    }

    /**
     * All that a reader of the figures has to know: the host's warnings, those of the benchmarks,
     * the subjects that were skipped, and the benchmarks that time batches. One sentence each.
     */
    public List<String> warnings() {
        return Stream.concat(
                        host.warnings().stream(), outcomes.stream().flatMap(Report::warningsOf))
                .toList();
    }

    private static Stream<String> warningsOf(Outcome outcome) {
        Stream<String> batches =
                outcome.operationsPerSample() == 1
                        ? Stream.empty()
                        : Stream.of(
                                "%s: times are means of %d operations, which hides single outliers"
                                        .formatted(
                                                outcome.benchmark(),
                                                outcome.operationsPerSample()));
        return Stream.of(
                        outcome.warnings().stream(),
                        outcome.skipped().stream().map(Report::sentence),
                        batches)
                .flatMap(part -> part);
    }

    private static String sentence(Skipped skipped) {
        return "%s: '%s' was skipped: %s"
                .formatted(skipped.benchmark(), skipped.subject(), skipped.reason());
    }

    /**
     * Writes the report as JSON, see {@link ReportJson}.
     *
     * @param out is flushed and stays open
     */
    public void writeJson(Writer out) throws IOException {
        ReportJson.write(this, out);
    }

    /** The report as text for a terminal, see {@link ReportText}. */
    public String toText() {
        return ReportText.of(this);
    }
}
