package io.atoll.coordinator.system;

import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A table of a TOML file on its way to settings: typed access that reports wrong types, and
 * remembers the keys asked for, so that the others can be reported as unknown. Not thread-safe.
 */
final class TomlSection {
    private static final Map<Class<?>, String> TYPE_NAMES =
            Map.of(
                    String.class, "a string",
                    Long.class, "an integer",
                    Double.class, "a number with a fraction",
                    Boolean.class, "a boolean");

    private final String path;
    private final TomlTable table;
    private final Position position;
    private final Diagnostics diagnostics;
    private final Set<String> known = new LinkedHashSet<>();

    private TomlSection(String path, TomlTable table, Position position, Diagnostics diagnostics) {
        this.path = path;
        this.table = table;
        this.position = position;
        this.diagnostics = diagnostics;
    }

    /** The whole file. */
    static TomlSection root(TomlTable table, Diagnostics diagnostics) {
        return new TomlSection("", table, Position.START, diagnostics);
    }

    /** All keys, known or not. */
    Set<String> keys() {
        return new LinkedHashSet<>(table.keySet());
    }

    boolean isTable(String key) {
        return table.get(List.of(key)) instanceof TomlTable;
    }

    Position positionOf(String key) {
        TomlPosition at = table.inputPositionOf(List.of(key));
        return at == null ? position : new Position(at.line(), at.column());
    }

    /** A table inside this one, if it is there and a table. */
    Optional<TomlSection> section(String key) {
        return value(key, TomlTable.class, "a table")
                .map(inner -> new TomlSection(pathOf(key), inner, positionOf(key), diagnostics));
    }

    Optional<String> string(String key) {
        return value(key, String.class, "a string");
    }

    Optional<Boolean> bool(String key) {
        return value(key, Boolean.class, "true or false");
    }

    /** An integer within bounds. */
    OptionalInt integer(String key, int low, int high) {
        Optional<Long> number = value(key, Long.class, "an integer");
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        long value = number.get();
        if (value < low || value > high) {
            reject(key, "is " + value + ", but must be " + low + " to " + high);
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) value);
    }

    /** An array of strings. */
    Optional<List<String>> strings(String key) {
        Optional<TomlArray> array = value(key, TomlArray.class, "an array of strings");
        if (array.isEmpty()) {
            return Optional.empty();
        }
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < array.get().size(); i++) {
            if (!(array.get().get(i) instanceof String string)) {
                reportType(key, "an array of strings", "has something else inside");
                return Optional.empty();
            }
            strings.add(string);
        }
        return Optional.of(strings);
    }

    /** Reports a value that its key does not allow; the key itself counts as known. */
    void reject(String key, String problem) {
        known.add(key);
        diagnostics.report(
                Rule.E_TOML_VALUE, positionOf(key), "", "'" + pathOf(key) + "' " + problem);
    }

    /** Adds "did you mean" to the value just rejected. */
    void suggest(String key, String wrong, List<String> choices) {
        diagnostics.suggest(Rule.E_TOML_VALUE, positionOf(key), wrong, choices);
    }

    /** Reports every key that was not asked for. */
    void rejectOthers() {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                diagnostics.report(
                        Rule.E_TOML_KEY,
                        positionOf(key),
                        "",
                        path.isEmpty()
                                ? "unknown key or table '" + key + "'"
                                : "unknown key '" + key + "' in [" + path + "]");
                diagnostics.suggest(Rule.E_TOML_KEY, positionOf(key), key, known);
            }
        }
    }

    private <T> Optional<T> value(String key, Class<T> type, String typeName) {
        known.add(key);
        Object value = table.get(List.of(key));
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            reportType(key, typeName, "is " + nameOfType(value));
            return Optional.empty();
        }
        return Optional.of(type.cast(value));
    }

    private void reportType(String key, String wanted, String found) {
        diagnostics.report(
                Rule.E_TOML_TYPE,
                positionOf(key),
                "",
                "'" + pathOf(key) + "' must be " + wanted + ", but " + found);
    }

    private static String nameOfType(Object value) {
        return switch (value) {
            case TomlTable table -> "a table";
            case TomlArray array -> "an array";
            default -> TYPE_NAMES.getOrDefault(value.getClass(), "a date or time");
        };
    }

    private String pathOf(String key) {
        String quoted = key.matches("[A-Za-z0-9_-]+") ? key : "\"" + key + "\"";
        return path.isEmpty() ? quoted : path + "." + quoted;
    }
}
