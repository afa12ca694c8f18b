package io.atoll.cluster.pinned;

import io.atoll.cluster.Cluster;
import io.atoll.kernel.KernelImage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One cluster: the cores that run one kernel image, and how that fares.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>image</td><td>anybody, volatile</td><td>thread of the boot core, before the machine's start
 * barrier</td><td>–</td></tr>
 * <tr><td>failure</td><td>anybody, volatile</td><td>the first core to fail, by compare-and-set</td>
 * <td>–</td></tr>
 * </table>
 */
final class PinnedCluster implements Cluster {
    private final int index;
    private final List<PinnedCore> cores;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile KernelImage image;

    PinnedCluster(int index, List<PinnedCore> cores) {
        this.index = index;
        this.cores = cores;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public Throwable failure() {
        return failure.get();
    }

    /** In the order in which the image numbers them. */
    List<PinnedCore> cores() {
        return cores;
    }

    /** Takes the interrupts that are meant for the cluster as a whole, and boots its image. */
    PinnedCore bootCore() {
        return cores.getFirst();
    }

    /** The boot core, before the start barrier: here is the image, made and not yet booted. */
    void attach(KernelImage made) {
        for (int i = 0; i < cores.size(); i++) {
            cores.get(i).attach(made.core(i));
        }
    }

    /** The boot core, before the start barrier: the image is ready to run. */
    void booted(KernelImage ready) {
        image = ready;
    }

    /** Null if it did not boot. */
    KernelImage image() {
        return image;
    }

    /** Whether there is an image that can run or has run. */
    boolean isBooted() {
        return image != null;
    }

    /**
     * Any core of the cluster: it cannot go on. The others cannot either, and are stopped.
     *
     * @return whether this is the first that is heard of it
     */
    boolean fail(Throwable thrown) {
        boolean isFirst = failure.compareAndSet(null, thrown);
        stop();
        return isFirst;
    }

    /** Any thread: no program runs beyond its next system call or preemption point. */
    void stop() {
        KernelImage stopped = image;
        if (stopped != null) {
            stopped.stop();
            cores.forEach(PinnedCore::wake);
        }
    }

    /** Programs that run although they should not, each with its place; most often none. */
    List<String> runningPrograms() {
        List<String> running = new ArrayList<>();
        KernelImage stopped = image;
        for (int i = 0; stopped != null && i < cores.size(); i++) {
            if (!cores.get(i).idles()) {
                String name = stopped.core(i).current.name;
                running.add(
                        cores.size() == 1
                                ? "'%s' on cluster %d".formatted(name, index)
                                : "'%s' on cluster %d, core %d"
                                        .formatted(
                                                name, index, cores.get(i).config().machineCore()));
            }
        }
        return running;
    }
}
