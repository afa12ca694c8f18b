package io.atoll.cluster.simulated.cache;

/** What the caches know of a line; MESI, where invalid is not to be among a line's holders. */
public enum LineState {
    /** One core has it, and has written it. */
    MODIFIED,

    /** One core has it. */
    EXCLUSIVE,

    /** Several cores may have it. */
    SHARED
}
