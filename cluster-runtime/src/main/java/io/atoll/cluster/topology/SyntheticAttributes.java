package io.atoll.cluster.topology;

import io.atoll.cluster.topology.SyntheticLevel.Attribute;

import java.util.List;
import java.util.Locale;

/**
 * What the attributes of a level or of an attached memory mean.
 *
 * @param bytes size of a cache or of a memory; 0 if nothing is said
 * @param indexes the operating system's numbers, or null
 */
record SyntheticAttributes(long bytes, IndexOrder indexes) {

    /**
     * Reads attributes; the last of several of one name counts, as in hwloc.
     *
     * @param type what they stand behind
     * @param notes where remarks about attributes without effect are added
     */
    static SyntheticAttributes of(ObjectType type, List<Attribute> attributes, List<String> notes) {
        long bytes = 0;
        IndexOrder indexes = null;
        for (Attribute attribute : attributes) {
            checkName(type, attribute);
            switch (attribute.name()) {
                case "indexes" ->
                        indexes = IndexOrder.parse(attribute.value(), attribute.valueColumn());
                case "memorysidecachesize" -> {
                    bytesOf(attribute);
                    notes.add("memorysidecachesize is read and has no effect.");
                }
                default -> bytes = bytesOf(attribute);
            }
        }
        if (type == ObjectType.MACHINE && bytes > 0) {
            bytes = 0;
            notes.add(
                    "memory of the machine has no effect, as in hwloc;"
                            + " write [NUMANode(memory=...)] to give it memory.");
        }
        if (indexes != null && (type.isCache() || type == ObjectType.GROUP)) {
            notes.add("indexes of %s have no effect.".formatted(type.longName()));
        }
        return new SyntheticAttributes(bytes, indexes);
    }

    private static void checkName(ObjectType type, Attribute attribute) {
        List<String> known =
                switch (type) {
                    case MACHINE -> List.of("memory");
                    case NUMA_NODE -> List.of("memory", "memorysidecachesize", "indexes");
                    default -> type.isCache() ? List.of("size", "indexes") : List.of("indexes");
                };
        if (!known.contains(attribute.name())) {
            throw new TopologyFormatException(
                    attribute.column(),
                    "%s has no attribute '%s'; it can have %s"
                            .formatted(
                                    type.longName(), attribute.name(), String.join(", ", known)));
        }
    }

    private static long bytesOf(Attribute attribute) {
        SyntheticScanner scanner = new SyntheticScanner(attribute.value(), attribute.valueColumn());
        String example = attribute.name() + "=1MiB";
        long number = scanner.takeNumber(attribute.name(), example);
        int unitColumn = scanner.column();
        String unit = scanner.takeUntil("");
        long factor =
                switch (unit.toLowerCase(Locale.ROOT)) {
                    case "" -> 1;
                    case "kb" -> 1_000;
                    case "mb" -> 1_000_000;
                    case "gb" -> 1_000_000_000;
                    case "tb" -> 1_000_000_000_000L;
                    case "kib" -> 1L << 10;
                    case "mib" -> 1L << 20;
                    case "gib" -> 1L << 30;
                    case "tib" -> 1L << 40;
                    default ->
                            throw new TopologyFormatException(
                                    unitColumn,
                                    "'%s' is no unit; write kB, MB, GB, TB (powers of 1000) or KiB, MiB,"
                                                    .formatted(unit)
                                            + " GiB, TiB (powers of 1024)");
                };
        if (number > Long.MAX_VALUE / factor) {
            throw new TopologyFormatException(
                    attribute.valueColumn(),
                    "%s is too big; write for example %s".formatted(attribute.name(), example));
        }
        return number * factor;
    }
}
