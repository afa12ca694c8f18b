package io.atoll.cluster.simulated;

import io.atoll.cluster.topology.Distance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What everything takes on a simulated machine: a name and a number for each {@link Cost}. A
 * program's own instructions take nothing; it says {@code compute} where it works.
 *
 * <p>As text, a line for each: {@code ipc-fastpath = 300}; what follows a {@code #} is a remark.
 * Immutable.
 */
public final class CostModel {
    /** The numbers of the mail that clustered multikernels begin with. */
    public static final String DEFAULT = "mail";

    private static final List<String> PRESETS = List.of(DEFAULT);

    private final String name;
    private final EnumMap<Cost, Integer> values;

    private CostModel(String name, EnumMap<Cost, Integer> values) {
        this.name = name;
        this.values = values;
    }

    /** Names of the models that come with Atoll. */
    public static List<String> presets() {
        return PRESETS;
    }

    /** A model that comes with Atoll, by its name in {@link #presets}. */
    public static CostModel preset(String name) {
        try (InputStream in = CostModel.class.getResourceAsStream(name + ".costs")) {
            if (!PRESETS.contains(name) || in == null) {
                throw new IllegalArgumentException(
                        "there is no cost model '%s'; there is %s"
                                .formatted(name, String.join(", ", PRESETS)));
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * Reads a model.
     *
     * @param name of the file, for complaints
     * @throws IllegalArgumentException with one sentence, and the line, if something is wrong
     */
    public static CostModel parse(String name, String text) {
        EnumMap<Cost, Integer> values = new EnumMap<>(Cost.class);
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                read(name + ":" + number, line, values);
            }
        }
        for (Cost cost : Cost.values()) {
            if (!values.containsKey(cost)) {
                throw new IllegalArgumentException(
                        "%s: there is no '%s'; a cost model says all it takes"
                                .formatted(name, cost.key()));
            }
        }
        return new CostModel(name, values);
    }

    private static void read(String place, String line, Map<Cost, Integer> values) {
        int equals = line.indexOf('=');
        String key = equals < 0 ? line : line.substring(0, equals).strip();
        Cost cost = named(place, key);
        long value = number(place, equals < 0 ? "" : line.substring(equals + 1).strip());
        if (!cost.allows(value)) {
            throw new IllegalArgumentException(
                    "%s: '%s' cannot be %d; it can be %s"
                            .formatted(place, key, value, cost.range()));
        }
        if (values.put(cost, (int) value) != null) {
            throw new IllegalArgumentException("%s: '%s' is said twice".formatted(place, key));
        }
    }

    private static Cost named(String place, String key) {
        for (Cost cost : Cost.values()) {
            if (cost.key().equals(key)) {
                return cost;
            }
        }
        throw new IllegalArgumentException(
                "%s: '%s' is no cost; a line is such as 'ipc-fastpath = 300'"
                        .formatted(place, key));
    }

    private static long number(String place, String text) {
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "%s: '%s' is no number; costs are whole cycles".formatted(place, text));
        }
    }

    /** Of the preset, or the file. */
    public String name() {
        return name;
    }

    /** One of them. */
    public int of(Cost cost) {
        return values.get(cost);
    }

    /** This model, but for one cost. */
    public CostModel with(Cost cost, int value) {
        if (!cost.allows(value)) {
            throw new IllegalArgumentException(
                    "'%s' cannot be %d; it can be %s".formatted(cost.key(), value, cost.range()));
        }
        EnumMap<Cost, Integer> changed = new EnumMap<>(values);
        changed.put(cost, value);
        return new CostModel(name, changed);
    }

    /** Cycles for a cache line to come over that distance. */
    int line(Distance distance) {
        return of(
                switch (distance) {
                    case SAME_CORE -> Cost.LINE_SAME_CORE;
                    case SAME_L2 -> Cost.LINE_SAME_L2;
                    case SAME_NUMA_NODE -> Cost.LINE_SAME_NUMA_NODE;
                    case SAME_PACKAGE -> Cost.LINE_SAME_PACKAGE;
                    case OTHER_PACKAGE -> Cost.LINE_OTHER_PACKAGE;
                });
    }

    /** All of it as text that {@link #parse} reads. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        values.forEach((cost, value) -> text.append("%-20s = %d\n".formatted(cost.key(), value)));
        return text.toString();
    }
}
