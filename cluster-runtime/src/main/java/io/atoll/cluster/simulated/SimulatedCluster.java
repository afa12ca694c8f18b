package io.atoll.cluster.simulated;

import io.atoll.cluster.Cluster;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.concurrency.ConcurrencyControl;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.LockingDiscipline;

import java.lang.foreign.MemorySegment;
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
    private KernelLines lines;
    private ConcurrencyControl control;
    private long privateAddress;
    private long privateBytes;
    private volatile KernelImage image;
    private volatile boolean isBooted;
    private volatile Throwable failure;

    SimulatedCluster(int index) {
        this.index = index;
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

    /** What keeps its cores apart, and where its state is cached. */
    void connect(Interconnect interconnect, CostModel costs, LockingDiscipline locking) {
        lines = new KernelLines(interconnect);
        control = ConcurrencyControl.of(locking, costs, interconnect, cores);
        for (int i = 0; i < cores.size(); i++) {
            cores.get(i).connect(interconnect, lines, control, i, cores.size());
        }
    }

    /** Its private memory. */
    void has(MemorySegment memory) {
        privateAddress = memory.address();
        privateBytes = memory.byteSize();
    }

    /** Whether memory of the host is private memory of this cluster. */
    boolean isPrivate(long hostAddress) {
        return Long.compareUnsigned(hostAddress - privateAddress, privateBytes) < 0;
    }

    /** Null if there is but one core. */
    ConcurrencyControl control() {
        return control;
    }

    KernelLines lines() {
        return lines;
    }

    /** Its kernel. */
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
}
