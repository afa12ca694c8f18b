package io.atoll.cluster.topology;

/** How far two cores are apart, nearest first. Immutable; any thread may use it. */
public enum Distance {
    /** The two are one core. */
    SAME_CORE,
    /** Two cores that share an L2 cache: a line goes from one to the other in a dozen cycles. */
    SAME_L2,
    /** Two cores of a package with the same local memory. */
    SAME_NUMA_NODE,
    /** Two cores of a package that have different local memories. */
    SAME_PACKAGE,
    /** Cores of two packages. */
    OTHER_PACKAGE
}
