package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a tree of objects that are known by their hardware threads, as hwloc does: of two objects
 * the one with more threads contains the other, of two with the same the one whose type comes
 * first. Used by one thread, then thrown away.
 */
final class CpuSetTree {
    private final Entry machine;
    private final Set<Key> known = new HashSet<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> memories = new ArrayList<>();
    private final List<String> notes;

    private record Key(ObjectType type, BitSet cpus) {}

    private static final class Entry {
        final ObjectNode node;
        final BitSet cpus;
        final List<Entry> children = new ArrayList<>();

        Entry(ObjectNode node, BitSet cpus) {
            this.node = node;
            this.cpus = cpus;
        }

        boolean contains(Entry other) {
            BitSet outside = (BitSet) other.cpus.clone();
            outside.andNot(cpus);
            return outside.isEmpty();
        }
    }

    /**
     * @param cpus all hardware threads of the machine
     * @param notes where remarks about objects that fit nowhere are added
     */
    CpuSetTree(BitSet cpus, List<String> notes) {
        machine =
                new Entry(new ObjectNode(ObjectType.MACHINE, TopologyObject.NO_OS_INDEX, 0), cpus);
        this.notes = notes;
    }

    /**
     * Adds an object; the same type and threads again are the same object. Empty ones are left out.
     */
    void add(ObjectType type, int osIndex, long bytes, BitSet cpus) {
        if (!cpus.isEmpty()) {
            Entry entry = new Entry(new ObjectNode(type, osIndex, bytes), cpus);
            if (type == ObjectType.NUMA_NODE) {
                memories.add(entry);
            } else if (known.add(new Key(type, cpus))) {
                entries.add(entry);
            }
        }
    }

    /**
     * The machine with everything in its place and at least one memory. Ends the use of this
     * object.
     */
    ObjectNode build() {
        entries.sort(
                Comparator.comparingInt((Entry entry) -> -entry.cpus.cardinality())
                        .thenComparing(entry -> entry.node.type));
        for (Entry entry : entries) {
            insert(entry);
        }
        boolean anyMemory = false;
        for (Entry memory : memories) {
            anyMemory |= attach(memory);
        }
        if (!anyMemory) {
            attach(new Entry(new ObjectNode(ObjectType.NUMA_NODE, 0, 0), machine.cpus));
            notes.add("No NUMA node is described: one memory near all cores is assumed.");
        }
        link(machine);
        return machine.node;
    }

    private void insert(Entry entry) {
        Entry parent = machine;
        for (Entry child = machine; child != null; child = childAround(entry, parent)) {
            parent = child;
        }
        if (parent.children.stream().noneMatch(child -> child.cpus.intersects(entry.cpus))) {
            parent.children.add(entry);
        } else {
            remarkMisfit(entry);
        }
    }

    private static Entry childAround(Entry entry, Entry parent) {
        for (Entry child : parent.children) {
            if (child.contains(entry)) {
                return child;
            }
        }
        return null;
    }

    /**
     * A memory hangs on the outermost object below the machine with its threads, or on a new group.
     */
    private boolean attach(Entry memory) {
        Entry home = machine;
        for (Entry child = machine; child != null; child = childAround(memory, home)) {
            if (child.node.type == ObjectType.PU) {
                break;
            }
            home = child;
            if (home != machine && home.cpus.equals(memory.cpus)) {
                break;
            }
        }
        if (!home.cpus.equals(memory.cpus)) {
            home = groupFor(memory, home);
        }
        if (home == null) {
            remarkMisfit(memory);
            return false;
        }
        home.node.memory.add(memory.node);
        return true;
    }

    private static Entry groupFor(Entry memory, Entry parent) {
        Entry group =
                new Entry(
                        new ObjectNode(ObjectType.GROUP, TopologyObject.NO_OS_INDEX, 0),
                        memory.cpus);
        for (Entry child : parent.children) {
            if (group.contains(child)) {
                group.children.add(child);
            } else if (child.cpus.intersects(memory.cpus)) {
                return null;
            }
        }
        parent.children.removeAll(group.children);
        parent.children.add(group);
        return group;
    }

    private void remarkMisfit(Entry entry) {
        notes.add(
                "%s of CPUs %s overlaps another object and is left out."
                        .formatted(entry.node.type.longName(), CpuText.list(entry.cpus)));
    }

    private static void link(Entry entry) {
        for (Entry child : entry.children) {
            link(child);
            entry.node.children.add(child.node);
        }
    }
}
