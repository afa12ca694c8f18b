package io.atoll.cluster.simulated.cache;

/** What a core does with a line. */
public enum LineAccess {
    LOAD,
    STORE,

    /** Compare-and-set and the like: as a store, and the core waits for it. */
    ATOMIC
}
