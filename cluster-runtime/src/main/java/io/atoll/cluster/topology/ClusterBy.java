package io.atoll.cluster.topology;

import java.util.Locale;

/**
 * What the cores of a cluster have in common; the values of {@code --cluster-by}. Immutable; any
 * thread may use it.
 */
public enum ClusterBy {
    /** Nothing: each core has a kernel of its own, a pure multikernel. */
    CORE("core"),
    /** An L2 cache, the usual cluster. A core without one is a cluster of its own. */
    L2("l2"),
    /** An L3 cache; without one, an L2. */
    L3("l3"),
    /** A die; without dies, a package. */
    DIE("die"),
    /** The nearest memory. */
    NUMA("numa"),
    /** A package. */
    PACKAGE("package"),
    /** The machine: one kernel for all cores, as an SMP system has. */
    MACHINE("all");

    private final String optionName;

    ClusterBy(String optionName) {
        this.optionName = optionName;
    }

    /** As a person writes it, such as {@code l2}. */
    public String optionName() {
        return optionName;
    }

    /**
     * What a person means, in any case.
     *
     * @throws IllegalArgumentException with a sentence for that person
     */
    public static ClusterBy parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        for (ClusterBy by : values()) {
            if (by.optionName.equals(name)) {
                return by;
            }
        }
        throw new IllegalArgumentException(
                "clusters cannot be formed by '%s'; write core, l2, l3, die, numa, package or all"
                        .formatted(text));
    }

    /** Whether the cores in this object form a cluster, given that no object around it does. */
    boolean isFormedBy(TopologyObject object) {
        return switch (this) {
            case L2 -> object.type().isDataCache(2);
            case L3 -> object.type().isDataCache(3) || object.type().isDataCache(2);
            case DIE ->
                    object.type() == ObjectType.DIE
                            || object.type() == ObjectType.PACKAGE
                                    && !Topology.has(object, ObjectType.DIE);
            case PACKAGE -> object.type() == ObjectType.PACKAGE;
            case MACHINE -> object.type() == ObjectType.MACHINE;
            case CORE, NUMA -> false;
        };
    }

    /**
     * Whether the machine has what the clusters would have in common; a sole memory does not count.
     */
    boolean isKnownIn(Topology topology) {
        return switch (this) {
            case L2 -> topology.hasL2();
            case L3 -> topology.hasL3();
            case DIE -> topology.has(ObjectType.DIE);
            case PACKAGE -> topology.has(ObjectType.PACKAGE);
            case NUMA -> topology.numaNodes().size() > 1;
            case CORE, MACHINE -> true;
        };
    }
}
