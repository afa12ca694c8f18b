package io.atoll.cluster.simulated.cost;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Set;

/** Reads the text of cost models, one after the other: what is said later counts. */
final class CostReader {
    private static final String INCLUDE = "include";
    private static final String TOPOLOGY = "topology";

    /** Models that include models that include models. */
    private static final int MAX_DEPTH = 8;

    private final EnumMap<Cost, Integer> values = new EnumMap<>(Cost.class);
    private String topology = "";
    private int depth;

    /**
     * @param name of the file, for complaints
     */
    void read(String name, String text) {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException(name + ": models that include one another");
        }
        Set<Cost> said = EnumSet.noneOf(Cost.class);
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                readLine(name + ":" + number, line, said);
            }
        }
        depth--;
    }

    private void readLine(String place, String line, Set<Cost> said) {
        int equals = line.indexOf('=');
        String key = equals < 0 ? line : line.substring(0, equals).strip();
        String value = equals < 0 ? "" : line.substring(equals + 1).strip();
        switch (key) {
            case INCLUDE -> include(place, value);
            case TOPOLOGY -> topology = value;
            default -> readCost(place, key, value, said);
        }
    }

    private void include(String place, String name) {
        if (!Presets.exists(name)) {
            throw new IllegalArgumentException(
                    "%s: there is nothing called '%s' to include; there is %s"
                            .formatted(place, name, String.join(", ", Presets.all())));
        }
        read(name, Presets.text(name));
    }

    private void readCost(String place, String key, String text, Set<Cost> said) {
        Cost cost = named(place, key);
        long value = number(place, text);
        if (!cost.allows(value)) {
            throw new IllegalArgumentException(
                    "%s: '%s' cannot be %d; it can be %s"
                            .formatted(place, key, value, cost.range()));
        }
        if (!said.add(cost)) {
            throw new IllegalArgumentException("%s: '%s' is said twice".formatted(place, key));
        }
        values.put(cost, (int) value);
    }

    private static Cost named(String place, String key) {
        for (Cost cost : Cost.values()) {
            if (cost.key().equals(key)) {
                return cost;
            }
        }
        throw new IllegalArgumentException(
                "%s: '%s' is no cost; a line is such as 'call = 300'".formatted(place, key));
    }

    private static long number(String place, String text) {
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "%s: '%s' is no number; costs are whole cycles".formatted(place, text));
        }
    }

    /** What was read, if that is all there is to say. */
    CostModel model(String name) {
        for (Cost cost : Cost.values()) {
            if (!values.containsKey(cost)) {
                throw new IllegalArgumentException(
                        "%s: there is no '%s'; a cost model says all it takes, or begins with 'include = mail'"
                                .formatted(name, cost.key()));
            }
        }
        return new CostModel(name, values, topology);
    }
}
