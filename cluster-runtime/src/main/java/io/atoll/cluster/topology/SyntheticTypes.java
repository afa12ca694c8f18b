package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the types that a description leaves open, and refuses combinations of levels that make no
 * machine. Stateless.
 */
final class SyntheticTypes {
    private SyntheticTypes() {}

    /**
     * The same levels, each with a type.
     *
     * @param levels as written; the first is the machine
     */
    static List<SyntheticLevel> resolve(List<SyntheticLevel> levels) {
        SyntheticLevel last = levels.getLast();
        if (levels.size() == 1) {
            throw new TopologyFormatException(
                    last.column(), "there is no level; write for example l2:2 core:2 pu:1");
        }
        if (last.type() != null && last.type() != ObjectType.PU) {
            throw new TopologyFormatException(
                    last.column(),
                    "the last level must be the hardware threads, not %s; add for example pu:1"
                            .formatted(last.type().longName()));
        }
        List<SyntheticLevel> between = levels.subList(1, levels.size() - 1);
        List<SyntheticLevel> typed = new ArrayList<>();
        typed.add(levels.getFirst());
        typed.addAll(isUntyped(between) ? withGuessedTypes(between) : between);
        typed.add(last.withType(ObjectType.PU));
        checkRepetitions(typed);
        checkMemories(typed);
        return typed;
    }

    private static boolean isUntyped(List<SyntheticLevel> levels) {
        if (levels.isEmpty()) {
            return false;
        }
        boolean untyped = levels.getFirst().type() == null;
        for (SyntheticLevel level : levels) {
            if ((level.type() == null) != untyped) {
                throw new TopologyFormatException(
                        level.column(),
                        untyped
                                ? "this level has a type and those before it have none; give all or"
                                        + " none a type"
                                : "this level has no type and those before it have; write for example core:%d"
                                        .formatted(level.count()));
            }
        }
        return untyped;
    }

    /**
     * hwloc's guess: levels are added in the order of usefulness (NUMA, package, core, L2, L1, L3,
     * L1i, then groups) and placed in the order of nesting.
     */
    private static List<SyntheticLevel> withGuessedTypes(List<SyntheticLevel> levels) {
        int count = levels.size();
        int caches = Math.clamp(count - 3, 0, 4);
        List<ObjectType> types = new ArrayList<>();
        for (int group = 0; group < count - 3 - caches; group++) {
            types.add(ObjectType.GROUP);
        }
        addIf(count >= 2, ObjectType.PACKAGE, types);
        types.add(ObjectType.NUMA_NODE);
        addIf(caches >= 3, ObjectType.L3, types);
        addIf(caches >= 1, ObjectType.L2, types);
        addIf(caches >= 2, ObjectType.L1_DATA, types);
        addIf(caches >= 4, ObjectType.L1_INSTRUCTION, types);
        addIf(count >= 3, ObjectType.CORE, types);
        List<SyntheticLevel> typed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            typed.add(levels.get(i).withType(types.get(i)));
        }
        return typed;
    }

    private static void addIf(boolean needed, ObjectType type, List<ObjectType> types) {
        if (needed) {
            types.add(type);
        }
    }

    private static void checkRepetitions(List<SyntheticLevel> levels) {
        Set<ObjectType> seen = EnumSet.noneOf(ObjectType.class);
        for (SyntheticLevel level : levels) {
            if (!seen.add(level.type()) && level.type() != ObjectType.GROUP) {
                throw new TopologyFormatException(
                        level.column(),
                        "there is a level of type %s already; leave one out"
                                .formatted(level.type().longName()));
            }
        }
    }

    private static void checkMemories(List<SyntheticLevel> levels) {
        boolean hasLevel = levels.stream().anyMatch(level -> level.type() == ObjectType.NUMA_NODE);
        for (SyntheticLevel level : levels) {
            if (hasLevel && !level.memories().isEmpty()) {
                throw new TopologyFormatException(
                        level.memories().getFirst().column(),
                        "there is a level of NUMA nodes, so none can be attached in brackets; leave"
                                + " one out");
            }
        }
    }
}
