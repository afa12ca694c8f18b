package io.atoll.cluster;

import java.time.Duration;
import java.util.List;

/**
 * A machine: clusters of cores, each with a kernel image of its own, and memory that they share.
 *
 * <p>Life: made, {@link #boot booted} once, {@link #close stopped}. All methods may be called from
 * any host thread that is not a core of the machine.
 */
public interface Machine extends AutoCloseable {
    /**
     * Makes one kernel image per cluster and lets them run.
     *
     * @param initialTask the initial task of each image
     * @throws IllegalStateException if booted before
     */
    void boot(InitialTask initialTask);

    /**
     * Waits until nothing can happen any more: every core idles and no interrupt is on its way.
     *
     * @return false if the time passed first
     */
    boolean awaitIdle(Duration timeout) throws InterruptedException;

    /**
     * Cluster {@code index}; throws {@code IndexOutOfBoundsException} beyond {@link #clusterCount}.
     */
    Cluster cluster(int index);

    int clusterCount();

    /** What limits the meaning of results from this machine, one sentence each. */
    List<String> warnings();

    /**
     * Stops all images and frees their memory. A program is stopped at its next system call or
     * preemption point; one that makes none cannot be stopped.
     *
     * @throws IllegalStateException if a core did not come back in time; names it; its memory stays
     */
    @Override
    void close();
}
