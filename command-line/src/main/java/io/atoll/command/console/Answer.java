package io.atoll.command.console;

import java.util.List;
import java.util.Map;

/**
 * What a verb has to say.
 *
 * @param lines for people
 * @param data the same for programs: maps, lists, texts, numbers
 */
record Answer(List<String> lines, Object data) {
    Answer {
        lines = List.copyOf(lines);
    }

    /** Text that has no other form. */
    static Answer text(List<String> lines) {
        return new Answer(lines, Map.of("lines", List.copyOf(lines)));
    }

    static Answer text(String line) {
        return text(List.of(line));
    }
}
