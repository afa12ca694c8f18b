package io.atoll.cluster.simulated.cost;

import io.atoll.cluster.topology.Distance;

import java.util.EnumMap;
import java.util.List;
import java.util.function.Function;

/**
 * What everything takes on a simulated machine: a name and a number for each {@link Cost}. A
 * program's own instructions take nothing; it says {@code compute} where it works.
 *
 * <p>As text, a line for each: {@code call = 300}; what follows a {@code #} is a remark. {@code
 * include = mail} stands for all lines of a model that comes with Atoll, or of a part of one; lines
 * after it say otherwise. {@code topology = package:1 l2:32 core:2} is what the machine looks like,
 * for whoever wants to simulate one like it. Immutable.
 */
public final class CostModel {
    /** The numbers of the mail that clustered multikernels begin with. */
    public static final String DEFAULT = "mail";

    private final String name;
    private final String topology;
    private final EnumMap<Cost, Integer> values;

    CostModel(String name, EnumMap<Cost, Integer> values, String topology) {
        this.name = name;
        this.values = values;
        this.topology = topology;
    }

    /** Names of the models that come with Atoll. */
    public static List<String> presets() {
        return Presets.machines();
    }

    /**
     * A model that comes with Atoll, by its name in {@link #presets}; or several layers of which
     * the later ones count, such as {@code mail+kpti}.
     */
    public static CostModel preset(String name) {
        return layered(name, Presets::text);
    }

    /**
     * A model made of layers.
     *
     * @param names such as {@code mail+kpti} or {@code my.costs+none}
     * @param texts gives the text of each
     * @throws IllegalArgumentException with one sentence, and the line, if something is wrong
     */
    public static CostModel layered(String names, Function<String, String> texts) {
        CostReader reader = new CostReader();
        for (String layer : names.split("\\+", -1)) {
            reader.read(layer, texts.apply(layer));
        }
        return reader.model(names);
    }

    /**
     * Reads a model.
     *
     * @param name of the file, for complaints
     * @throws IllegalArgumentException with one sentence, and the line, if something is wrong
     */
    public static CostModel parse(String name, String text) {
        CostReader reader = new CostReader();
        reader.read(name, text);
        return reader.model(name);
    }

    /** Of the preset, or the file. */
    public String name() {
        return name;
    }

    /**
     * What the machine looks like, in hwloc's synthetic notation; empty if the model is of none.
     */
    public String topology() {
        return topology;
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
        return new CostModel(name, changed, topology);
    }

    /** Cycles for a cache line that was modified to come over that distance. */
    public int line(Distance distance) {
        return of(
                switch (distance) {
                    case SAME_CORE -> Cost.LINE_SAME_CORE;
                    case SAME_L2 -> Cost.LINE_SAME_L2;
                    case SAME_NUMA_NODE -> Cost.LINE_SAME_NUMA_NODE;
                    case SAME_PACKAGE -> Cost.LINE_SAME_PACKAGE;
                    case OTHER_PACKAGE -> Cost.LINE_OTHER_PACKAGE;
                });
    }

    /** All costs as text that {@link #parse} reads. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        values.forEach((cost, value) -> text.append("%-20s = %d\n".formatted(cost.key(), value)));
        return text.toString();
    }
}
