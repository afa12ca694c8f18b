package io.atoll.benchmarks.report;

import io.atoll.benchmarks.harness.Outcome;
import io.atoll.benchmarks.harness.Ratio;
import io.atoll.benchmarks.harness.Result;
import io.atoll.benchmarks.subjects.Interference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What Trustworthy Systems, the seL4 group, published in May 2026 of its multikernel prototype
 * beside seL4's multi-core kernel, on an ODROID-C4 of four cores, and the rows of {@code atoll
 * bench multicore} beside it.
 *
 * <p>Published figures are cycles of that machine, measured ones nanoseconds of this one: compare
 * how a row grows to the right, not rows with one another.
 */
public final class MultikernelStudy {
    private static final int FIGURES = 3;
    private static final String UNKNOWN = "-";

    /** A kernel as the study has it, and the subject that answers to it. */
    private enum Row {
        MULTIKERNEL("two-images"),
        NO_LOCK("lock-free-fastpath"),
        BIG_LOCK("big-lock");

        private final String subject;

        Row(String subject) {
            this.subject = subject;
        }
    }

    private final List<Outcome> outcomes;
    private final TextTable table = new TextTable(FIGURES);
    private boolean hasMeasured;

    private MultikernelStudy(List<Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    /**
     * The table.
     *
     * @param outcomes of the suite {@code multicore}
     * @return nothing if none of them has a counterpart in the study
     */
    public static String beside(List<Outcome> outcomes) {
        MultikernelStudy study = new MultikernelStudy(outcomes);
        study.calls();
        study.notifications();
        study.bothCores();
        study.nullSystemCalls();
        return study.hasMeasured
                ? "\nbeside the seL4 group's multikernel study (published: cycles, ODROID-C4;"
                        + " measured: ns, this run)\n"
                        + study.table.layOut()
                : "";
    }

    /** The study's call and answer while other cores work. */
    private void calls() {
        heading("call and answer; other cores at work:", "none", "1", "x");
        published("multikernel, calls", 694, 694);
        published("multikernel tuned, either", 676, 677);
        published("Microkit on the multi-core kernel, calls", 1114, 1958);
        published("multi-core kernel tuned, calls", 954, 1704);
        published("multi-core kernel tuned, null system calls", 954, 1259);
        for (Row row : Row.values()) {
            interference("calls", "interference-own-objects", row);
        }
        for (Row row : Row.values()) {
            interference("null system calls", "interference-null-system-call", row);
        }
        for (Row row : Row.values()) {
            interference("slow paths", "interference-slow-path", row);
        }
    }

    private void notifications() {
        heading("notification to another core:", "idle", "busy", "");
        published("multikernel, one way", 1903, 2933);
        published("multi-core kernel, one way", 6285, 7822);
        roundTrip("lock-free-fastpath, both ways, blocked / polling", "");
        roundTrip("big-lock, both ways, blocked / polling", "-big-lock");
    }

    /** Round trips to servers of their own on all cores, by cores. */
    private void bothCores() {
        heading("time for each call done, by calling cores:", "1", "2", "x");
        published("multikernel, a server per core", 1348, 654);
        published("multi-core kernel, a server per core", 1721, 2384);
        published("multi-core kernel, one migrating server", 1497, 7963);
        for (Row row : Row.values()) {
            double idle = p50("interference-own-objects", row.subject + "-idle");
            double busy = p50("interference-own-objects", row.subject) / 2;
            measured(row.subject + ", the load taken to be as fast", idle, busy, busy / idle);
        }
    }

    private void nullSystemCalls() {
        heading("null system calls; cores that make them:", "1", "2", "x");
        published("multi-core kernel, acquiring the lock", 45.6, 206.5);
        for (Row row : Row.values()) {
            interference("the whole call", "null-system-call", row);
        }
    }

    private void heading(String what, String... columns) {
        table.add(what, List.of(columns));
    }

    private void published(String what, double first, double second) {
        table.add(
                "  published  " + what,
                List.of(figure(first), figure(second), ratio(second / first)));
    }

    private void interference(String load, String benchmark, Row row) {
        measured(
                row.subject + ", " + load,
                p50(benchmark, row.subject + "-" + Interference.IDLE),
                p50(benchmark, row.subject),
                slowdown(benchmark, row.subject));
    }

    private void roundTrip(String what, String suffix) {
        String benchmark = "cross-core-round-trip";
        measured(
                what,
                p50(benchmark, "notification-wait" + suffix),
                p50(benchmark, "notification-poll" + suffix),
                Double.NaN);
    }

    private void measured(String what, double first, double second, double ratio) {
        if (Double.isNaN(first) && Double.isNaN(second)) {
            return;
        }
        hasMeasured = true;
        List<String> cells = new ArrayList<>(List.of(figure(first), figure(second)));
        cells.add(ratio(ratio));
        table.add("  measured   " + what, cells);
    }

    private double p50(String benchmark, String subject) {
        return find(benchmark)
                .flatMap(
                        outcome ->
                                outcome.results().stream()
                                        .filter(result -> result.subject().equals(subject))
                                        .findFirst())
                .map(Result::p50)
                .orElse(Double.NaN);
    }

    private double slowdown(String benchmark, String subject) {
        return find(benchmark)
                .flatMap(
                        outcome ->
                                outcome.ratios().stream()
                                        .filter(
                                                ratio ->
                                                        ratio.subject().equals(subject)
                                                                && ratio.reference()
                                                                        .equals(Interference.IDLE))
                                        .findFirst())
                .map(Ratio::median)
                .orElse(Double.NaN);
    }

    private Optional<Outcome> find(String benchmark) {
        return outcomes.stream()
                .filter(outcome -> outcome.benchmark().equals(benchmark))
                .findFirst();
    }

    private static String figure(double figure) {
        return Double.isFinite(figure)
                ? String.format(Locale.ROOT, figure < 100 ? "%.1f" : "%,.0f", figure)
                : UNKNOWN;
    }

    private static String ratio(double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : UNKNOWN;
    }
}
