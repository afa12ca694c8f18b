package io.atoll.command.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that a run depends on, defaults included, for {@code config.resolved.toml}. Keys keep their
 * order. Used by one thread.
 */
public final class ResolvedConfiguration {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> images = new LinkedHashMap<>();

    /** A text, a number, a truth, or a list of these. */
    public ResolvedConfiguration with(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /** What ELF names stand for. */
    public ResolvedConfiguration withImages(Map<String, String> mapped) {
        images.putAll(mapped);
        return this;
    }

    /** In TOML. */
    String toToml() {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(key).append(" = ").append(literal(value)).append('\n'));
        if (!images.isEmpty()) {
            text.append("\n[images]\n");
            images.forEach(
                    (image, program) ->
                            text.append(literal(image))
                                    .append(" = ")
                                    .append(literal(program))
                                    .append('\n'));
        }
        return text.toString();
    }

    private static String literal(Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(ResolvedConfiguration::literal)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Boolean || value instanceof Number) {
            return value.toString();
        }
        StringBuilder quoted = new StringBuilder("\"");
        value.toString().codePoints().forEach(c -> quoted.append(escaped(c)));
        return quoted.append('"').toString();
    }

    private static String escaped(int c) {
        return c == '"' || c == '\\'
                ? "\\" + (char) c
                : c < ' ' || c == 0x7f ? "\\u%04x".formatted(c) : Character.toString(c);
    }
}
