package io.atoll.cluster;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.StackfulProgram;

/** Gives each cluster its initial task. Called once per cluster, on that cluster's boot core. */
@FunctionalInterface
public interface InitialTask {
    /**
     * The first program of a cluster.
     *
     * @param bootInfo what the kernel tells it; the machine's block in it is {@link
     *     ClusterBootInfo}
     */
    StackfulProgram of(int cluster, BootInfo bootInfo);
}
