package io.atoll.cluster.topology;

import java.util.List;

/**
 * One object of a topology and all that is in it. Immutable; any thread may read it.
 *
 * @param type what it is
 * @param logicalIndex number among the objects of its type in the machine, from 0, in the order of
 *     the tree; hwloc's {@code L#}
 * @param osIndex the operating system's number, hwloc's {@code P#}, or {@link #NO_OS_INDEX}
 * @param bytes size of a cache, memory of a NUMA node; 0 if it has none or it is not known
 * @param memory the NUMA nodes that serve exactly the hardware threads of this object
 * @param children what it consists of, by lowest hardware thread
 */
public record TopologyObject(
        ObjectType type,
        int logicalIndex,
        int osIndex,
        long bytes,
        List<TopologyObject> memory,
        List<TopologyObject> children) {

    /** The operating system has no number for it. */
    public static final int NO_OS_INDEX = -1;

    public TopologyObject {
        memory = List.copyOf(memory);
        children = List.copyOf(children);
    }
}
