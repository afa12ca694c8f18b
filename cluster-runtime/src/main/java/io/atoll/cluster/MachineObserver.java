package io.atoll.cluster;

import io.atoll.kernel.KernelObserver;

/**
 * What a machine tells the outside about rare events. Called on core threads; must not block long.
 */
public interface MachineObserver {
    /** Says nothing. */
    MachineObserver SILENT = cluster -> KernelObserver.SILENT;

    /** Who hears what the kernel of a cluster has to tell. */
    KernelObserver kernel(int cluster);

    /** A kernel image stopped because of an error of its own; the other clusters go on. */
    default void clusterFailed(int cluster, Throwable failure) {}
}
