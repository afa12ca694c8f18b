package io.atoll.coordinator.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Why a history is not linearizable, for people: the operation that fits nowhere, those that it
 * overlaps, and what had changed the object before, with their times.
 */
public final class Explanation {
    private Explanation() {}

    /**
     * A line for each operation that matters, the one that is stuck last.
     *
     * @param time ticks as people read them
     */
    public static List<String> of(Finding.NotLinearizable found, LongFunction<String> time) {
        List<String[]> rows = new ArrayList<>();
        for (Operation operation : found.before()) {
            rows.add(row(operation.precedes(found.stuck()) ? "before" : "beside", operation, time));
        }
        found.beside().forEach(operation -> rows.add(row("beside", operation, time)));
        rows.add(row("stuck", found.stuck(), time));
        int processes = width(rows, 1);
        int operations = width(rows, 2);
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            String form = "  %-6s  %-" + processes + "s  %-" + operations + "s  %s";
            lines.add(form.formatted((Object[]) row));
        }
        lines.addLast(lines.removeLast() + "  <- meanwhile it was " + states(found.states()));
        return lines;
    }

    private static String[] row(String role, Operation operation, LongFunction<String> time) {
        return new String[] {
            role,
            operation.process(),
            operation.toText(),
            operation.isPending()
                    ? "from %s on".formatted(time.apply(operation.calledTicks()))
                    : "%s to %s"
                            .formatted(
                                    time.apply(operation.calledTicks()),
                                    time.apply(operation.answeredTicks()))
        };
    }

    private static int width(List<String[]> rows, int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(1);
    }

    private static String states(List<String> states) {
        int last = states.size() - 1;
        return last == 0
                ? states.getFirst()
                : String.join(", ", states.subList(0, last)) + " or " + states.get(last);
    }
}
