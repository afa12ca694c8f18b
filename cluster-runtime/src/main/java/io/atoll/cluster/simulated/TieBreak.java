package io.atoll.cluster.simulated;

/** Says who comes first of those whose virtual time is the same: the one with the least number. */
interface TieBreak {
    /** A number for the next turn that is put on the agenda. */
    long next();
}
