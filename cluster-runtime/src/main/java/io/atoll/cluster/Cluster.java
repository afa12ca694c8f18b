package io.atoll.cluster;

/** One cluster of a machine, as seen from outside. */
public interface Cluster {
    /** Number in the machine, from 0. */
    int index();

    /** The error that stopped this cluster's kernel image, or null: others go on without it. */
    Throwable failure();
}
