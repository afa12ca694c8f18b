package io.atoll.cluster.topology;

import java.util.Locale;

/**
 * The kinds of objects a topology is made of, as hwloc has them. Of two objects with the same
 * hardware threads, the one whose kind comes first here contains the other.
 */
public enum ObjectType {
    MACHINE("Machine", "Machine"),
    PACKAGE("Package", "Package"),
    DIE("Die", "Die"),
    /**
     * Something that holds cores together and has no better name, such as the home of a NUMA node.
     */
    GROUP("Group", "Group"),
    L5("L5Cache", "L5"),
    L5_DATA("L5dCache", "L5d"),
    L4("L4Cache", "L4"),
    L4_DATA("L4dCache", "L4d"),
    L3("L3Cache", "L3"),
    L3_DATA("L3dCache", "L3d"),
    L3_INSTRUCTION("L3iCache", "L3i"),
    L2("L2Cache", "L2"),
    L2_DATA("L2dCache", "L2d"),
    L2_INSTRUCTION("L2iCache", "L2i"),
    L1("L1Cache", "L1"),
    L1_DATA("L1dCache", "L1d"),
    L1_INSTRUCTION("L1iCache", "L1i"),
    CORE("Core", "Core"),
    /** Processing unit: a hardware thread, what the operating system calls a CPU. */
    PU("PU", "PU"),
    /**
     * A memory with the cores near it. Hangs beside the tree of the others, at the object it
     * serves.
     */
    NUMA_NODE("NUMANode", "NUMANode");

    private static final int CACHE_LEVELS = 5;

    private final String longName;
    private final String shortName;

    ObjectType(String longName, String shortName) {
        this.longName = longName;
        this.shortName = shortName;
    }

    /** Name in the synthetic notation, such as {@code L2Cache}. */
    public String longName() {
        return longName;
    }

    /** Name in a drawing, such as {@code L2}. */
    public String shortName() {
        return shortName;
    }

    /** Level of a cache, 1 to 5; 0 for what is no cache. */
    public int cacheLevel() {
        return isCache() ? shortName.charAt(1) - '0' : 0;
    }

    /** Whether this is a cache of any kind. */
    public boolean isCache() {
        return compareTo(L5) >= 0 && compareTo(L1_INSTRUCTION) <= 0;
    }

    /** Whether this is a cache of that level which holds data. */
    public boolean isDataCache(int level) {
        return cacheLevel() == level && !shortName.endsWith("i");
    }

    /**
     * The cache of a level and contents.
     *
     * @param level from 1
     * @param contents {@code 'u'} unified, {@code 'd'} data, {@code 'i'} instructions
     * @return null if there is no such kind
     */
    static ObjectType cache(int level, char contents) {
        if (level < 1 || level > CACHE_LEVELS) {
            return null;
        }
        String name = contents == 'u' ? "L" + level : "L" + level + contents;
        for (ObjectType type : values()) {
            if (type.isCache() && type.shortName.equals(name)) {
                return type;
            }
        }
        return null;
    }

    /**
     * The kind that a person means, in any case and abbreviated as hwloc allows: {@code pack},
     * {@code L2}, {@code l1d}, {@code node}.
     *
     * @return null if no kind is called that; the machine cannot be named
     */
    static ObjectType named(String word) {
        String name = word.toLowerCase(Locale.ROOT);
        if (name.length() >= 2 && name.charAt(0) == 'l' && Character.isDigit(name.charAt(1))) {
            return cacheNamed(name);
        }
        if (abbreviates(name, "package") || abbreviates(name, "socket")) {
            return PACKAGE;
        }
        if (abbreviates(name, "die")) {
            return DIE;
        }
        if (abbreviates(name, "core")) {
            return CORE;
        }
        if (name.equals("pu")) {
            return PU;
        }
        if (abbreviates(name, "numanode") || abbreviates(name, "node")) {
            return NUMA_NODE;
        }
        boolean group = abbreviates(name.replaceFirst("(?<=^group)[0-9]+$", ""), "group");
        // hwloc 3 calls a group by these names, too
        return group || name.equals("tile") || name.equals("module") ? GROUP : null;
    }

    private static ObjectType cacheNamed(String name) {
        int level = name.charAt(1) - '0';
        String rest = name.substring(2);
        char contents = 'u';
        if (!rest.isEmpty() && "udi".indexOf(rest.charAt(0)) >= 0) {
            contents = rest.charAt(0);
            rest = rest.substring(1);
        }
        return "cache".startsWith(rest) ? cache(level, contents) : null;
    }

    private static boolean abbreviates(String name, String whole) {
        return name.length() >= 2 && whole.startsWith(name);
    }
}
