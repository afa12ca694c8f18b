package io.atoll.conformance.recordings;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Sums the results of replays by category, for people to read. */
public final class ReplayReport {
    private static final String ROW = "%-10s %6s %11s %9s %7s %12s%n";

    private static final class Sum {
        private int files;
        private int compared;
        private int matched;
        private int listed;
        private int notReached;

        private void add(ReplayResult result) {
            files++;
            compared += result.compared();
            matched += result.matched();
            listed += result.listed().values().stream().mapToInt(Integer::intValue).sum();
            notReached += result.notReached();
        }

        private String row(String name) {
            return ROW.formatted(name, files, compared, matched, listed, notReached);
        }
    }

    private final Map<String, Sum> categories = new TreeMap<>();
    private final Sum total = new Sum();
    private final Map<NamedDifference, Integer> listed = new EnumMap<>(NamedDifference.class);
    private Mismatch first;
    private int mismatches;

    public void add(ReplayResult result) {
        categories.computeIfAbsent(result.category(), _ -> new Sum()).add(result);
        total.add(result);
        result.listed().forEach((name, count) -> listed.merge(name, count, Integer::sum));
        if (!result.isMatch()) {
            mismatches++;
            first = first == null ? result.mismatch() : first;
        }
    }

    /** Whether every recording was answered as recorded. */
    public boolean isMatch() {
        return mismatches == 0;
    }

    /** Operations whose answers were compared. */
    public int compared() {
        return total.compared;
    }

    /** The table, the differences of the machine, and the first mismatch if there is one. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(
                ROW.formatted(
                        "category", "files", "operations", "matched", "listed", "not reached"));
        categories.forEach((name, sum) -> text.append(sum.row(name)));
        text.append(total.row("total"));
        listed.forEach(
                (name, count) ->
                        text.append(
                                "%nlisted: %s, %d times: %s"
                                        .formatted(name, count, name.reason())));
        if (!listed.isEmpty()) {
            text.append('\n');
        }
        if (first != null) {
            text.append('\n').append(first).append('\n');
        }
        if (mismatches > 1) {
            text.append("%n%d more recordings have a mismatch%n".formatted(mismatches - 1));
        }
        return text.toString();
    }
}
