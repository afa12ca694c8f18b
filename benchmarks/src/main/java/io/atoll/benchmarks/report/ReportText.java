package io.atoll.benchmarks.report;

import io.atoll.benchmarks.harness.Benchmark;
import io.atoll.benchmarks.harness.Difference;
import io.atoll.benchmarks.harness.Outcome;
import io.atoll.benchmarks.harness.Ratio;
import io.atoll.benchmarks.harness.Result;
import io.atoll.benchmarks.harness.Skipped;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A {@link Report} for a terminal: the host, a table for each benchmark, the warnings. Plain ASCII,
 * so that it can be pasted anywhere; a figure that is not known is {@code -}.
 *
 * <p>The last columns compare, two for each thing compared with: the median over the rounds of the
 * ratio (x) or difference (-) within a round, and behind it the range from the 10th to the 90th
 * percentile.
 */
final class ReportText {
    private static final String UNKNOWN = "-";
    private static final String RANGE = "10%..90%";
    private static final double PER_MILLION = 1e-6;
    private static final int FIGURES_AND_RATIO = 7;

    private ReportText() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder(host(report));
        for (Outcome outcome : report.outcomes()) {
            text.append('\n').append(heading(outcome)).append('\n').append(table(outcome));
        }
        List<String> warnings = report.warnings();
        if (!warnings.isEmpty()) {
            text.append('\n');
            warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        }
        return text.toString();
    }

    private static String host(Report report) {
        Host host = report.host();
        TextTable table = new TextTable(0);
        table.addRemark("atoll", report.atoll());
        table.addRemark("host", "%s, %d CPUs, %s".formatted(host.cpu(), host.cpus(), host.os()));
        table.addRemark("pinning", host.pinning());
        table.addRemark("jdk", host.jdk());
        table.addRemark("flags", host.flags().isEmpty() ? "none" : String.join(" ", host.flags()));
        table.addRemark("clock", "System.nanoTime, real time");
        return table.layOut();
    }

    private static String heading(Outcome outcome) {
        String what =
                switch (outcome.kind()) {
                    case LATENCY ->
                            outcome.operationsPerSample() == 1
                                    ? "ns"
                                    : "ns, means of %d operations"
                                            .formatted(outcome.operationsPerSample());
                    case THROUGHPUT -> "million %s a second".formatted(carried(outcome));
                };
        return "%s (%s; %d rounds)".formatted(outcome.benchmark(), what, outcome.rounds());
    }

    /** What the subjects of a benchmark of throughputs carry. */
    private static String carried(Outcome outcome) {
        return outcome.results().stream()
                .map(result -> result.unit().replace("/s", ""))
                .findFirst()
                .orElse("messages");
    }

    private static String table(Outcome outcome) {
        TextTable table = new TextTable(FIGURES_AND_RATIO);
        List<String> titles = new ArrayList<>(titles(outcome.kind()));
        List<String> references =
                outcome.ratios().stream().map(Ratio::reference).distinct().toList();
        references.forEach(reference -> titles.addAll(List.of("x " + reference, RANGE)));
        List<String> others =
                outcome.differences().stream().map(Difference::reference).distinct().toList();
        others.forEach(other -> titles.addAll(List.of("- " + other, RANGE)));
        table.add("", titles);
        for (Result result : outcome.results()) {
            List<String> cells = new ArrayList<>(figures(outcome.kind(), result));
            references.forEach(reference -> cells.addAll(ratio(outcome, result, reference)));
            others.forEach(other -> cells.addAll(difference(outcome, result, other)));
            table.add(result.subject(), cells);
        }
        for (Skipped skipped : outcome.skipped()) {
            table.addRemark(skipped.subject(), "skipped: " + skipped.reason());
        }
        return table.layOut();
    }

    private static List<String> titles(Benchmark.Kind kind) {
        return switch (kind) {
            case LATENCY -> List.of("min", "p50", "p90", "p99", "p99.9", "B/op");
            case THROUGHPUT -> List.of("min", "mean", "p50", "p90", "max", "B/op");
        };
    }

    private static List<String> figures(Benchmark.Kind kind, Result result) {
        return switch (kind) {
            case LATENCY ->
                    List.of(
                            figure(result.min()),
                            figure(result.p50()),
                            figure(result.p90()),
                            figure(result.p99()),
                            figure(result.p999()),
                            bytes(result.bytesPerOp()));
            case THROUGHPUT ->
                    List.of(
                            figure(result.min() * PER_MILLION),
                            figure(result.mean() * PER_MILLION),
                            figure(result.p50() * PER_MILLION),
                            figure(result.p90() * PER_MILLION),
                            figure(result.max() * PER_MILLION),
                            bytes(result.bytesPerOp()));
        };
    }

    private static List<String> ratio(Outcome outcome, Result result, String reference) {
        for (Ratio ratio : outcome.ratios()) {
            if (ratio.subject().equals(result.subject()) && ratio.reference().equals(reference)) {
                return List.of(
                        ratio(ratio.median()), ratio(ratio.low()) + ".." + ratio(ratio.high()));
            }
        }
        return result.subject().equals(reference)
                ? List.of("1", "reference")
                : List.of(UNKNOWN, "");
    }

    private static List<String> difference(Outcome outcome, Result result, String other) {
        for (Difference difference : outcome.differences()) {
            if (difference.subject().equals(result.subject())
                    && difference.reference().equals(other)) {
                return List.of(
                        figure(difference.median()),
                        figure(difference.low()) + ".." + figure(difference.high()));
            }
        }
        return result.subject().equals(other) ? List.of("0", "reference") : List.of(UNKNOWN, "");
    }

    /** About four digits: 8.250, 82.50, 825.0, 8,250. */
    private static String figure(double figure) {
        double size = Math.abs(figure);
        return decimal(figure, size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0);
    }

    /** About three digits: 0.08, 1.15, 48.8, 488. */
    private static String ratio(double ratio) {
        return decimal(ratio, ratio < 0.1 ? 3 : ratio < 10 ? 2 : ratio < 100 ? 1 : 0);
    }

    private static String bytes(double bytes) {
        return decimal(bytes, bytes < 100 ? 2 : 0);
    }

    private static String decimal(double figure, int decimals) {
        return Double.isFinite(figure)
                ? String.format(Locale.ROOT, "%,." + decimals + "f", figure)
                : UNKNOWN;
    }
}
