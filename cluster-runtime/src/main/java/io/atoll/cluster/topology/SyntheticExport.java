package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a topology in hwloc's synthetic notation with the conventions of hwloc 2: long type names,
 * plain byte counts, memories in brackets behind the level they hang on, {@code indexes} only for
 * hardware threads and memories and only where they are not simply counted through. Stateless.
 */
final class SyntheticExport {
    private SyntheticExport() {}

    static boolean isSymmetric(TopologyObject machine) {
        for (List<TopologyObject> level = List.of(machine);
                !level.isEmpty();
                level = below(level)) {
            TopologyObject first = level.getFirst();
            for (TopologyObject object : level) {
                if (object.type() != first.type()
                        || object.memory().size() != first.memory().size()
                        || object.children().size() != first.children().size()) {
                    return false;
                }
            }
        }
        return true;
    }

    static String of(Topology topology) {
        if (!topology.isSymmetric()) {
            throw new IllegalStateException(
                    "this machine is not symmetric, so it has no synthetic description;"
                            + " use its tree instead");
        }
        StringBuilder text = new StringBuilder();
        List<TopologyObject> level = List.of(topology.root());
        boolean memoriesNumbered = false;
        while (true) {
            TopologyObject first = level.getFirst();
            for (TopologyObject node : first.memory()) {
                // the numbers of all memories stand once, with the first that is written
                List<TopologyObject> numbered = memoriesNumbered ? List.of() : topology.numaNodes();
                memoriesNumbered = true;
                separate(text).append("[NUMANode");
                appendAttributes(text, "memory", node.bytes(), numbered);
                text.append(']');
            }
            if (first.children().isEmpty()) {
                return text.toString();
            }
            level = below(level);
            TopologyObject child = level.getFirst();
            separate(text).append(child.type().longName()).append(':');
            text.append(first.children().size());
            boolean numbered = child.type() == ObjectType.PU;
            appendAttributes(text, "size", child.bytes(), numbered ? level : List.of());
        }
    }

    private static List<TopologyObject> below(List<TopologyObject> level) {
        List<TopologyObject> next = new ArrayList<>();
        for (TopologyObject object : level) {
            next.addAll(object.children());
        }
        return next;
    }

    private static StringBuilder separate(StringBuilder text) {
        return text.isEmpty() ? text : text.append(' ');
    }

    private static void appendAttributes(
            StringBuilder text, String sizeName, long bytes, List<TopologyObject> numbered) {
        List<String> attributes = new ArrayList<>();
        if (bytes > 0) {
            attributes.add(sizeName + '=' + bytes);
        }
        int[] osIndexes = numbered.stream().mapToInt(TopologyObject::osIndex).toArray();
        String order = IndexOrder.describe(osIndexes);
        if (!order.isEmpty()) {
            attributes.add("indexes=" + order);
        }
        if (!attributes.isEmpty()) {
            text.append('(').append(String.join(" ", attributes)).append(')');
        }
    }
}
