package io.atoll.cluster.topology;

/** What a source knows of the distances between memories. */
@FunctionalInterface
interface NumaDistances {
    /** Nothing is known. */
    NumaDistances UNKNOWN = (nodeA, nodeB, assumed) -> assumed;

    /**
     * Distance in the firmware's units.
     *
     * @param nodeA OS index of the cores' node
     * @param nodeB OS index of the memory
     * @param assumed the answer if nothing is known of the two
     */
    int between(int nodeA, int nodeB, int assumed);
}
