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
 * A table on its way to settings, in one or more layers: the file's, and over it those of what was
 * given elsewhere. Typed access that reports wrong types where they stand, and remembers the keys
 * asked for, so that the others can be reported as unknown. Not thread-safe.
 */
final class TomlSection {
    private static final Map<Class<?>, String> TYPE_NAMES =
            Map.of(
                    String.class, "a string",
                    Long.class, "an integer",
                    Double.class, "a number with a fraction",
                    Boolean.class, "a boolean");

    private final String path;
    private final List<Layer> layers;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * The table as one source has it.
     *
     * @param position of the table, or {@link Position#NONE} for a source without places
     */
    record Layer(TomlTable table, Position position, Diagnostics diagnostics) {
        boolean has(String key) {
            return table.get(List.of(key)) != null;
        }

        Position positionOf(String key) {
            TomlPosition at = table.inputPositionOf(List.of(key));
            return at == null || position.equals(Position.NONE)
                    ? position
                    : new Position(at.line(), at.column());
        }
    }

    /**
     * @param path dotted name of the table, empty for the root
     * @param layers the strongest first
     */
    TomlSection(String path, List<Layer> layers) {
        this.path = path;
        this.layers = List.copyOf(layers);
    }

    /** All keys, known or not. */
    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        layers.reversed().forEach(layer -> keys.addAll(layer.table.keySet()));
        return keys;
    }

    boolean isTable(String key) {
        return layerOf(key).table.get(List.of(key)) instanceof TomlTable;
    }

    /** The one whose value counts. */
    private Layer layerOf(String key) {
        return layers.stream().filter(layer -> layer.has(key)).findFirst().orElse(layers.getLast());
    }

    /** A table inside this one, if it is there and a table. */
    Optional<TomlSection> section(String key) {
        known.add(key);
        List<Layer> inner = new ArrayList<>();
        for (Layer layer : layers) {
            value(layer, key, TomlTable.class, "a table")
                    .ifPresent(
                            table ->
                                    inner.add(
                                            new Layer(
                                                    table,
                                                    layer.positionOf(key),
                                                    layer.diagnostics)));
        }
        return inner.isEmpty()
                ? Optional.empty()
                : Optional.of(new TomlSection(pathOf(key), inner));
    }

    Optional<String> string(String key) {
        return value(key, String.class, "a string");
    }

    /** An integer, or one that is too large for TOML, in quotes; as text. */
    Optional<String> numeral(String key) {
        return value(key, Object.class, "an integer")
                .flatMap(
                        value -> {
                            if (value instanceof Long || value instanceof String) {
                                return Optional.of(value.toString());
                            }
                            reportType(layerOf(key), key, "an integer", "is " + nameOfType(value));
                            return Optional.empty();
                        });
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
                reportType(layerOf(key), key, "an array of strings", "has something else inside");
                return Optional.empty();
            }
            strings.add(string);
        }
        return Optional.of(strings);
    }

    /** Reports a value that its key does not allow; the key itself counts as known. */
    void reject(String key, String problem) {
        known.add(key);
        Layer layer = layerOf(key);
        layer.diagnostics.report(
                Rule.E_TOML_VALUE, layer.positionOf(key), "", "'" + pathOf(key) + "' " + problem);
    }

    /** Adds "did you mean" to the value just rejected. */
    void suggest(String key, String wrong, List<String> choices) {
        Layer layer = layerOf(key);
        layer.diagnostics.suggest(Rule.E_TOML_VALUE, layer.positionOf(key), wrong, choices);
    }

    /** Reports every key that was not asked for. */
    void rejectOthers() {
        for (Layer layer : layers.reversed()) {
            for (String key : layer.table.keySet()) {
                if (!known.contains(key)) {
                    rejectUnknown(layer, key);
                }
            }
        }
    }

    private void rejectUnknown(Layer layer, String key) {
        layer.diagnostics.report(
                Rule.E_TOML_KEY,
                layer.positionOf(key),
                "",
                path.isEmpty()
                        ? "unknown key or table '" + key + "'"
                        : "unknown key '" + key + "' in [" + path + "]");
        layer.diagnostics.suggest(Rule.E_TOML_KEY, layer.positionOf(key), key, known);
    }

    private <T> Optional<T> value(String key, Class<T> type, String typeName) {
        known.add(key);
        return value(layerOf(key), key, type, typeName);
    }

    private <T> Optional<T> value(Layer layer, String key, Class<T> type, String typeName) {
        Object value = layer.table.get(List.of(key));
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            reportType(layer, key, typeName, "is " + nameOfType(value));
            return Optional.empty();
        }
        return Optional.of(type.cast(value));
    }

    private void reportType(Layer layer, String key, String wanted, String found) {
        layer.diagnostics.report(
                Rule.E_TOML_TYPE,
                layer.positionOf(key),
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
