package io.atoll.cluster.topology;

import io.atoll.cluster.topology.SyntheticLevel.Memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a synthetic description means: counts multiplied, attributes read, levels in the order in
 * which hwloc would put them; then the tree. Used by one thread, then thrown away.
 */
final class SyntheticMachine {
    /** A limit against slips of the finger; no machine of today has a quarter of it. */
    static final int MOST_PUS = 1 << 16;

    private static final long DEFAULT_MEMORY_BYTES = 1L << 30;

    private final List<SyntheticLevel> written;
    private final int[] totals;
    private final List<String> notes;
    private final List<Level> levels;
    private IndexOrder memoryOrder;
    private int memoryTotal;
    private int[] memoryIndexes;
    private int memoriesBuilt;

    /**
     * A level with all that is to know of it; its objects are numbered in the order of the
     * description.
     */
    private static final class Level {
        final ObjectType type;
        final int column;
        final int total;
        final long bytes;
        final List<AttachedMemory> memories = new ArrayList<>();
        int perParent;
        int[] osIndexes;
        int built;

        Level(ObjectType type, int column, int perParent, int total, long bytes) {
            this.type = type;
            this.column = column;
            this.perParent = perParent;
            this.total = total;
            this.bytes = bytes;
        }

        int nextOsIndex() {
            int position = built++;
            return osIndexes == null ? TopologyObject.NO_OS_INDEX : osIndexes[position];
        }
    }

    private record AttachedMemory(int column, long bytes) {}

    /**
     * @param written with types; the first is the machine
     * @param notes where remarks for the person are added
     */
    SyntheticMachine(List<SyntheticLevel> written, List<String> notes) {
        this.written = written;
        totals = totals(written);
        this.notes = notes;
        List<Level> read = readLevels();
        if (memoryTotal == 0) {
            read.getFirst().memories.add(new AttachedMemory(1, DEFAULT_MEMORY_BYTES));
            memoryTotal = 1;
        }
        numberMemories();
        levels = nested(read);
        remarkOddNesting();
    }

    private static int[] totals(List<SyntheticLevel> written) {
        int[] totals = new int[written.size()];
        long total = 1;
        for (int i = 0; i < totals.length; i++) {
            SyntheticLevel level = written.get(i);
            if (level.count() > MOST_PUS / total) {
                throw new TopologyFormatException(
                        level.column(),
                        "the machine gets too big here; it can have at most %d hardware threads"
                                .formatted(MOST_PUS));
            }
            total *= level.count();
            totals[i] = (int) total;
        }
        return totals;
    }

    private List<Level> readLevels() {
        List<Level> read = new ArrayList<>();
        for (int i = 0; i < totals.length; i++) {
            read.add(read(written.get(i), totals[i]));
        }
        return read;
    }

    private Level read(SyntheticLevel level, int total) {
        SyntheticAttributes attributes =
                SyntheticAttributes.of(level.type(), level.attributes(), notes);
        boolean isNuma = level.type() == ObjectType.NUMA_NODE;
        Level result =
                new Level(
                        isNuma ? ObjectType.GROUP : level.type(),
                        level.column(),
                        (int) level.count(),
                        total,
                        level.type().isCache() && attributes.bytes() == 0
                                ? defaultCacheBytes(level.type())
                                : isNuma ? 0 : attributes.bytes());
        if (isNuma) {
            long bytes = attributes.bytes() == 0 ? DEFAULT_MEMORY_BYTES : attributes.bytes();
            addMemory(result, level.column(), bytes, attributes.indexes());
        } else if (isNumbered(level.type())) {
            result.osIndexes = numbers(attributes.indexes(), total);
        }
        for (Memory memory : level.memories()) {
            SyntheticAttributes of =
                    SyntheticAttributes.of(ObjectType.NUMA_NODE, memory.attributes(), notes);
            addMemory(result, memory.column(), of.bytes(), of.indexes());
        }
        return result;
    }

    private void addMemory(Level level, int column, long bytes, IndexOrder order) {
        level.memories.add(new AttachedMemory(column, bytes));
        memoryTotal += level.total;
        if (order != null && memoryOrder != null) {
            throw new TopologyFormatException(
                    order.column(),
                    "indexes of the NUMA nodes were given before; they number all nodes, so give"
                            + " them once");
        }
        memoryOrder = order == null ? memoryOrder : order;
    }

    /** The operating system numbers neither caches nor groups. */
    private static boolean isNumbered(ObjectType type) {
        return !type.isCache() && type != ObjectType.GROUP && type != ObjectType.MACHINE;
    }

    private static long defaultCacheBytes(ObjectType type) {
        int level = type.cacheLevel();
        return level == 1
                ? 32 << 10
                : 256L << 10 << 2 * level; // hwloc's: four times as much per level
    }

    private int[] numbers(IndexOrder order, int total) {
        if (order != null) {
            return order.resolve(total, this::widthOf);
        }
        int[] counted = new int[total];
        for (int i = 0; i < total; i++) {
            counted[i] = i;
        }
        return counted;
    }

    private void numberMemories() {
        memoryIndexes = numbers(memoryOrder, memoryTotal);
    }

    /** How many objects of a type the description has; attached NUMA nodes are no level. */
    private int widthOf(ObjectType type) {
        for (int i = 0; i < totals.length; i++) {
            if (written.get(i).type() == type) {
                return totals[i];
            }
        }
        return 0;
    }

    /**
     * Levels of one object per parent have the parent's hardware threads: they are ordered by type,
     * groups among them vanish, and their memories go to the outermost below the machine.
     */
    private static List<Level> nested(List<Level> read) {
        List<Level> result = new ArrayList<>();
        for (int first = 0, next; first < read.size(); first = next) {
            next = first + 1;
            while (next < read.size() && read.get(next).perParent == 1) {
                next++;
            }
            result.addAll(nestedEqual(read.subList(first, next)));
        }
        return result;
    }

    private static List<Level> nestedEqual(List<Level> equal) {
        List<Level> kept = new ArrayList<>(equal);
        List<AttachedMemory> memories = new ArrayList<>();
        for (Level level : equal) {
            memories.addAll(level.memories);
            level.memories.clear();
            boolean isOnlyHome = kept.getFirst() == level && kept.size() > 1 && isPu(kept.get(1));
            if (level.type == ObjectType.GROUP && kept.size() > 1 && !isOnlyHome) {
                kept.remove(level);
            }
        }
        kept.sort(Comparator.comparing(level -> level.type));
        int perParent = equal.getFirst().perParent;
        equal.forEach(level -> level.perParent = 1);
        kept.getFirst().perParent = perParent;
        Level home = kept.getFirst();
        if (home.type == ObjectType.MACHINE && kept.size() > 1 && !isPu(kept.get(1))) {
            home = kept.get(1);
        }
        if (isPu(home) && !memories.isEmpty()) {
            throw new TopologyFormatException(
                    memories.getFirst().column,
                    "a NUMA node cannot belong to a single hardware thread; write it behind an"
                            + " earlier level");
        }
        home.memories.addAll(memories);
        return kept;
    }

    private static boolean isPu(Level level) {
        return level.type == ObjectType.PU;
    }

    private void remarkOddNesting() {
        for (int i = 1; i < levels.size(); i++) {
            Level outer = levels.get(i - 1);
            Level inner = levels.get(i);
            boolean group = outer.type == ObjectType.GROUP || inner.type == ObjectType.GROUP;
            if (!group && inner.type.compareTo(outer.type) < 0) {
                notes.add(
                        "%s in column %d is inside %s, which no real machine has."
                                .formatted(
                                        inner.type.longName(),
                                        inner.column,
                                        outer.type.longName()));
            }
        }
    }

    /** The tree, numbered in the order of the description; to be sorted by its hardware threads. */
    ObjectNode build() {
        return build(0);
    }

    private ObjectNode build(int depth) {
        Level level = levels.get(depth);
        ObjectNode node = new ObjectNode(level.type, level.nextOsIndex(), level.bytes);
        if (depth + 1 < levels.size()) {
            for (int i = 0; i < levels.get(depth + 1).perParent; i++) {
                node.children.add(build(depth + 1));
            }
        }
        for (AttachedMemory memory : level.memories) {
            int osIndex = memoryIndexes[memoriesBuilt++];
            node.memory.add(new ObjectNode(ObjectType.NUMA_NODE, osIndex, memory.bytes));
        }
        return node;
    }
}
