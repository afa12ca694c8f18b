package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An object of a topology under construction: the tree is there, the order and the logical indices
 * are not. Used by one thread while it reads a topology, then thrown away.
 */
final class ObjectNode {
    final ObjectType type;
    final int osIndex;
    final long bytes;
    final List<ObjectNode> memory = new ArrayList<>();
    final List<ObjectNode> children = new ArrayList<>();

    /** Lowest OS index of a hardware thread in here; known after {@link #sort()}. */
    private int firstPu;

    ObjectNode(ObjectType type, int osIndex, long bytes) {
        this.type = type;
        this.osIndex = osIndex;
        this.bytes = bytes;
    }

    /** The finished tree below this machine, ordered and numbered as hwloc does. */
    TopologyObject finish() {
        sort();
        return freeze(new EnumMap<>(ObjectType.class));
    }

    /** Children by lowest hardware thread, memories by the operating system's number. */
    private void sort() {
        firstPu = type == ObjectType.PU ? osIndex : Integer.MAX_VALUE;
        for (ObjectNode child : children) {
            child.sort();
            firstPu = Math.min(firstPu, child.firstPu);
        }
        children.sort(Comparator.comparingInt(child -> child.firstPu));
        memory.sort(Comparator.comparingInt(node -> node.osIndex));
    }

    /** Numbers memories after those deeper in the tree, everything else from left to right. */
    private TopologyObject freeze(Map<ObjectType, Integer> used) {
        int logicalIndex = used.merge(type, 1, Integer::sum) - 1;
        List<TopologyObject> frozenChildren = new ArrayList<>(children.size());
        for (ObjectNode child : children) {
            frozenChildren.add(child.freeze(used));
        }
        List<TopologyObject> frozenMemory = new ArrayList<>(memory.size());
        for (ObjectNode node : memory) {
            frozenMemory.add(node.freeze(used));
        }
        return new TopologyObject(type, logicalIndex, osIndex, bytes, frozenMemory, frozenChildren);
    }
}
