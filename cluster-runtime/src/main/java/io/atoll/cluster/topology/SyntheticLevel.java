package io.atoll.cluster.topology;

import java.util.List;

/**
 * One level of a synthetic description, as written.
 *
 * @param type null while the description leaves it open
 * @param count objects in each object of the level above
 * @param column where it stands
 * @param attributes behind it in parentheses
 * @param memories attached behind it in brackets
 */
record SyntheticLevel(
        ObjectType type,
        long count,
        int column,
        List<Attribute> attributes,
        List<Memory> memories) {

    /** One {@code name=value}; the column is the value's. */
    record Attribute(String name, String value, int column, int valueColumn) {}

    /** One {@code [NUMANode(...)]}. */
    record Memory(int column, List<Attribute> attributes) {}

    SyntheticLevel withType(ObjectType resolved) {
        return new SyntheticLevel(resolved, count, column, attributes, memories);
    }
}
