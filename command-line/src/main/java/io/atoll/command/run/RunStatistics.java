package io.atoll.command.run;

import io.atoll.command.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was counted and measured in a run, each with its unit and what it means; what could not be
 * measured is absent. Immutable.
 *
 * @param entries in the order in which they are read
 */
public record RunStatistics(List<Entry> entries) {
    /** Nothing. */
    static final RunStatistics NONE = new RunStatistics(List.of());

    /**
     * One number.
     *
     * @param name dotted, from the general to the special: {@code program.ping.lines}
     * @param unit such as {@code s}, or {@code count}
     * @param meaning half a sentence
     */
    public record Entry(String name, Number value, String unit, String meaning) {}

    public RunStatistics {
        entries = List.copyOf(entries);
    }

    /** A line for each: name, value, unit, meaning. */
    public String toText() {
        int width = entries.stream().mapToInt(entry -> entry.name.length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(
                    ("%-" + width + "s  %16s %-5s  # %s\n")
                            .formatted(
                                    entry.name,
                                    entry.value instanceof Double number
                                            ? "%.6f".formatted(number)
                                            : entry.value,
                                    entry.unit,
                                    entry.meaning));
        }
        return text.toString();
    }

    /** The same for programs, by name. */
    String toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("value", entry.value);
            fields.put("unit", entry.unit);
            fields.put("meaning", entry.meaning);
            all.put(entry.name, fields);
        }
        return Json.text(all);
    }

    /** Collects entries. */
    static final class Builder {
        private final List<Entry> entries = new ArrayList<>();

        Builder add(String name, Number value, String unit, String meaning) {
            entries.add(new Entry(name, value, unit, meaning));
            return this;
        }

        /** Nothing if it is negative: not measured. */
        Builder addIfMeasured(String name, double value, String unit, String meaning) {
            return value < 0 ? this : add(name, value, unit, meaning);
        }

        RunStatistics build() {
            return new RunStatistics(entries);
        }
    }
}
