package io.atoll.cluster.topology;

import java.util.List;

/**
 * One core and where it is. All numbers but the PUs' are logical indices. Immutable.
 *
 * @param index number of the core in the machine, from 0
 * @param osIndex the operating system's number, which several packages may use again, or {@link
 *     TopologyObject#NO_OS_INDEX}
 * @param l2Group the cores that share its L2; a core without an L2 above it is a group of its own
 * @param l3Group likewise for L3
 * @param numaNode the nearest memory
 * @param packageIndex a machine without packages counts as one package
 * @param pus OS indices of its hardware threads, ascending; at least one
 */
public record PhysicalCore(
        int index,
        int osIndex,
        int l2Group,
        int l3Group,
        int numaNode,
        int packageIndex,
        List<Integer> pus) {

    public PhysicalCore {
        pus = List.copyOf(pus);
    }
}
