package io.atoll.command.run;

import io.atoll.command.Json;
import io.atoll.command.Messages;
import io.atoll.coordinator.history.Check;
import io.atoll.coordinator.history.Explanation;
import io.atoll.coordinator.history.Finding;
import io.atoll.coordinator.history.LinearizabilityChecker;
import io.atoll.coordinator.history.Operation;
import io.atoll.coordinator.history.RecordedHistories;
import io.atoll.coordinator.ring.RingOpened;
import io.atoll.kernel.api.Report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * What the programs of one run have reported about themselves: assertions that did not hold, and
 * operations on shared objects. Told by all cores at once; judged by one thread, after the run.
 */
final class ProgramReports {
    /** A verdict names so many objects, and counts the others. */
    private static final int MOST_NAMED = 3;

    private final LongFunction<String> time;
    private final StallReport stall;
    private final RecordedHistories histories = new RecordedHistories();
    private final List<String> broken = new ArrayList<>();
    private List<Finding> findings = List.of();
    private long originTicks;

    /** Completes when an assertion did not hold. */
    final CompletableFuture<Void> checkBroken = new CompletableFuture<>();

    /**
     * @param time nanoseconds since the start as people read them
     * @param stall is told which rings there are
     */
    ProgramReports(LongFunction<String> time, StallReport stall) {
        this.time = time;
        this.stall = stall;
    }

    /** What the clock shows at the start; before the first report. */
    void startAt(long ticks) {
        originTicks = ticks;
    }

    /**
     * A program has reported something.
     *
     * @return what there is to say about it at once, or empty
     */
    String reported(int cluster, String thread, long ticks, Report report) {
        if (report instanceof RingOpened end) {
            stall.rings().opened(cluster, end);
        }
        if (!(report instanceof Check.Broken check)) {
            histories.reported(cluster, thread, ticks, report);
            return "";
        }
        String line =
                "'%s' in cluster %d at %s: %s"
                        .formatted(
                                thread, cluster, time.apply(ticks - originTicks), check.message());
        synchronized (broken) {
            broken.add(line);
        }
        checkBroken.complete(null);
        return "CHECK|FAIL: " + line;
    }

    /**
     * After the run: judges the histories, says what is wrong with them, and what that makes of the
     * verdict.
     */
    Verdict judged(Verdict ended, Messages messages) {
        findings = histories.check(new LinearizabilityChecker(), originTicks);
        Verdict verdict = ended;
        synchronized (broken) {
            if (!broken.isEmpty()) {
                verdict = verdict.unlessWorse(Verdict.safety(broken.getFirst()));
            }
        }
        for (Finding finding : findings) {
            switch (finding) {
                case Finding.Linearizable good -> messages.info("history: %s", good.toText());
                case Finding.NotLinearizable bad -> {
                    messages.line("history: " + bad.toText());
                    Explanation.of(bad, time).forEach(messages::line);
                    verdict = verdict.unlessWorse(Verdict.safety(bad.toText()));
                }
                case Finding.Undecided open -> {
                    messages.warning("history: %s", open.toText());
                    verdict = verdict.unlessWorse(Verdict.unknown(open.toText()));
                }
            }
        }
        return verdict == Verdict.PASS && !findings.isEmpty() ? Verdict.pass(good()) : verdict;
    }

    private String good() {
        return findings.size() <= MOST_NAMED
                ? findings.stream().map(Finding::toText).collect(Collectors.joining("; "))
                : "%,d histories, all linearizable".formatted(findings.size());
    }

    void addTo(RunStatistics.Builder all) {
        synchronized (broken) {
            all.add("checks.broken", broken.size(), "count", "assertions that did not hold");
        }
        for (Finding finding : findings) {
            all.add(
                    "history." + finding.object().replaceAll("[ ']+", ".").replaceAll("\\.$", ""),
                    finding.operations(),
                    "count",
                    "operations; " + finding.getClass().getSimpleName());
        }
    }

    /** For {@code verdict.json}; nothing if there is nothing to say. */
    void addTo(Map<String, Object> facts) {
        if (!findings.isEmpty()) {
            facts.put("history", findings.stream().map(Finding::toText).toList());
        }
        synchronized (broken) {
            if (!broken.isEmpty()) {
                facts.put("brokenChecks", List.copyOf(broken));
            }
        }
    }

    /** {@code history.jsonl}: every operation, by object, in the order of their beginnings. */
    Map<String, String> files() {
        StringBuilder lines = new StringBuilder();
        for (RecordedHistories.History history : histories.all(originTicks)) {
            for (Operation operation : history.operations()) {
                lines.append(line(history, operation)).append('\n');
            }
        }
        return lines.isEmpty() ? Map.of() : Map.of("history.jsonl", lines.toString());
    }

    private static String line(RecordedHistories.History history, Operation operation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("object", history.object());
        fields.put("model", history.model().toString());
        fields.put("process", operation.process());
        fields.put("operation", operation.name());
        fields.put("arguments", operation.arguments().stream().map(ProgramReports::value).toList());
        fields.put("calledNanos", operation.calledTicks());
        if (!operation.isPending()) {
            fields.put("answeredNanos", operation.answeredTicks());
            fields.put("result", value(operation.result()));
        }
        return Json.line(fields);
    }

    /** What JSON has no form for stands there as its text. */
    private static Object value(Object value) {
        return value instanceof Number || value instanceof Boolean || value == null
                ? value
                : value.toString();
    }
}
