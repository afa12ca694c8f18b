package io.atoll.coordinator.history;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One operation on an object, as the program that performed it saw it.
 *
 * @param process who performed it
 * @param name what was done
 * @param arguments with what
 * @param result what it returned, null for nothing; of no meaning while it is pending
 * @param calledTicks when it began
 * @param answeredTicks when it ended, or {@link #NEVER}
 */
public record Operation(
        String process,
        String name,
        List<Object> arguments,
        Object result,
        long calledTicks,
        long answeredTicks) {
    /** The end of an operation that has none: it may have taken effect or not. */
    public static final long NEVER = Long.MAX_VALUE;

    public Operation {
        arguments = List.copyOf(arguments);
        if (answeredTicks < calledTicks) {
            throw new IllegalArgumentException(
                    "an operation cannot end at %d that began at %d"
                            .formatted(answeredTicks, calledTicks));
        }
    }

    /** Whether it never ended. */
    public boolean isPending() {
        return answeredTicks == NEVER;
    }

    /** Argument {@code index}, which is a number. */
    public long argument(int index) {
        return (Long) arguments.get(index);
    }

    /** Whether it can have returned that; a pending one may have returned anything. */
    public boolean returns(Object value) {
        return isPending() || Objects.equals(result, value);
    }

    /** Whether it ended before the other one began; at the same tick counts as overlapping. */
    public boolean precedes(Operation other) {
        return answeredTicks < other.calledTicks;
    }

    /** As a line of a program: {@code write(5)}, {@code read() = 5}. */
    public String toText() {
        String call =
                arguments.stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", name + "(", ")"));
        if (isPending()) {
            return call + " never ended";
        }
        return result == null ? call : call + " = " + result;
    }
}
