package io.atoll.conformance.recordings;

import java.util.List;

/**
 * The first thing in a recording that the kernel did otherwise.
 *
 * @param file the recording
 * @param line in it, counted from 1: where the expectation stands
 * @param operation what was done
 * @param expected what the real kernel answered
 * @param got what this one did
 * @param preceding the lines before the operation, oldest first
 */
public record Mismatch(
        String file,
        int line,
        String operation,
        String expected,
        String got,
        List<String> preceding) {

    /** Several lines, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("%s:%d: the recorded kernel did something else%n".formatted(file, line));
        preceding.forEach(before -> text.append("      ").append(before).append('\n'));
        text.append("    > ").append(operation).append('\n');
        text.append("    expected  ").append(expected).append('\n');
        text.append("    got       ").append(got);
        return text.toString();
    }
}
