package io.atoll.coordinator.system;

import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * A key of {@code atoll.toml} that was given somewhere else: on the command line or in the
 * environment. Immutable.
 *
 * @param origin where it was given, as its diagnostics name it: {@code --set machine.topology=2x1}
 * @param toml one assignment in TOML
 */
public record Setting(String origin, String toml) {
    /**
     * Reads {@code KEY=VALUE}. The key is dotted, as in TOML; the value is one of TOML, or else a
     * string, so that {@code machine.topology=2x1} needs no quotes.
     *
     * @throws IllegalArgumentException with one sentence, if it is no assignment
     */
    public static Setting parse(String option, String assignment) {
        int equals = assignmentSign(assignment);
        if (equals <= 0) {
            throw new IllegalArgumentException(
                    "%s cannot be '%s'; it is KEY=VALUE with a key of atoll.toml, such as machine.topology=2x1"
                            .formatted(option, assignment));
        }
        String key = assignment.substring(0, equals).strip();
        String value = assignment.substring(equals + 1).strip();
        String origin = option + " " + assignment;
        Setting literal = new Setting(origin, key + " = " + value);
        if (value.lines().count() == 1 && !literal.read().hasErrors()) {
            return literal;
        }
        Setting text = string(origin, key, value);
        if (text.read().hasErrors()) {
            throw new IllegalArgumentException(
                    "%s cannot be '%s'; '%s' is no key as TOML writes it"
                            .formatted(option, assignment, key));
        }
        return text;
    }

    /** The first one outside quotes: {@code link."0>1".slots=64}. */
    private static int assignmentSign(String assignment) {
        boolean isQuoted = false;
        for (int i = 0; i < assignment.length(); i++) {
            char c = assignment.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == '=' && !isQuoted) {
                return i;
            }
        }
        return -1;
    }

    /** A key with this text for its value, whatever it looks like. */
    public static Setting string(String origin, String key, String value) {
        StringBuilder quoted = new StringBuilder(key).append(" = \"");
        value.codePoints().forEach(c -> quoted.append(escaped(c)));
        return new Setting(origin, quoted.append('"').toString());
    }

    private static String escaped(int c) {
        return c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : Character.toString(c);
    }

    TomlParseResult read() {
        return Toml.parse(toml);
    }
}
