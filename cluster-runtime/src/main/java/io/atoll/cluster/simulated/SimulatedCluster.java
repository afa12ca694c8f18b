package io.atoll.cluster.simulated;

import io.atoll.cluster.Cluster;
import io.atoll.kernel.KernelImage;

import java.util.ArrayList;
import java.util.List;

/**
 * One cluster: the cores that run one kernel image, and where that image's state is cached.
 *
 * <p>The image is set and used by the machine's thread; anybody may stop it and ask for its
 * failure.
 */
final class SimulatedCluster implements Cluster {
    private final int index;
    private final List<SimulatedCore> cores = new ArrayList<>();
    private final SimulatedMachine machine;
    private final int kernelLines;
    private volatile KernelImage image;
    private volatile boolean isBooted;
    private volatile Throwable failure;

    /** Who was in the kernel last; null before anybody was. */
    private SimulatedCore lastInKernel;

    SimulatedCluster(SimulatedMachine machine, int index, int kernelLines) {
        this.machine = machine;
        this.index = index;
        this.kernelLines = kernelLines;
    }

    void add(SimulatedCore core) {
        cores.add(core);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    /** In the order in which the image numbers them; the first takes the cluster's interrupts. */
    List<SimulatedCore> cores() {
        return cores;
    }

    void attach(KernelImage made) {
        image = made;
        for (int i = 0; i < cores.size(); i++) {
            cores.get(i).attach(made.core(i));
        }
    }

    /** Null if it was not made. */
    KernelImage image() {
        return image;
    }

    void booted() {
        isBooted = true;
    }

    /** Whether there is an image that can run or has run. */
    boolean isBooted() {
        return isBooted;
    }

    /** Any thread: no program runs beyond its next system call. */
    void stop() {
        KernelImage stopped = image;
        if (stopped != null) {
            stopped.stop();
        }
    }

    /**
     * The machine's thread: it cannot go on. Returns whether this is the first that is heard of it.
     */
    boolean fail(Throwable thrown) {
        boolean isFirst = failure == null;
        if (isFirst) {
            failure = thrown;
        }
        if (isBooted) {
            image.stop();
            for (SimulatedCore core : cores) {
                core.wake(core.cycles());
            }
        }
        return isFirst;
    }

    /**
     * The machine's thread: nothing of it happens any more, in the kernel or out of it. Returns
     * false if it had stopped before.
     */
    boolean crash(Throwable why) {
        if (failure != null) {
            return false;
        }
        failure = why;
        cores.forEach(SimulatedCore::crash);
        return true;
    }

    /** A core enters the kernel; returns the cycles until it has the kernel's state. */
    int fetchKernel(SimulatedCore core) {
        SimulatedCore last = lastInKernel;
        lastInKernel = core;
        return last == null || last == core
                ? 0
                : kernelLines * machine.lineCycles(machine.distance(last.index(), core.index()));
    }
}
