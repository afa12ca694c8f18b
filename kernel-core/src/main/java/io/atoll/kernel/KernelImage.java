package io.atoll.kernel;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.concurrency.ImageLock;
import io.atoll.kernel.scheduling.DomainSchedule;

import java.util.List;
import java.util.function.Function;

/**
 * One kernel image over one or more cores, passive: a machine boots it and then calls {@link
 * Core#dispatch} on each core's thread. It knows nothing of other images.
 */
public final class KernelImage {
    private final KernelConfig config;
    private final KernelObserver observer;
    private final Core[] cores;
    private final DomainSchedule domains;
    private final ObjectFactory objects;
    private final PhysicalMemory memory;
    private final Interrupts interrupts = new Interrupts();
    private final Asids asids = new Asids();
    private final Programs programs = new Programs();
    private final Boot boot;
    private volatile boolean stopping;
    private volatile KernelPanic panic;

    /**
     * @param processors one for each core of the image
     * @throws IllegalArgumentException if there is no processor, or several and a discipline that
     *     is only modelled; if the root CNode or the memory is too small for what the initial task
     *     is given
     */
    public KernelImage(
            KernelConfig config,
            PhysicalMemory memory,
            KernelObserver observer,
            List<? extends Processor> processors) {
        this(config, memory, observer, processors, lock(config.locking(), processors.size()));
    }

    /**
     * An image whose cores are kept apart by the machine itself.
     *
     * @param lock null if there is one core
     */
    public KernelImage(
            KernelConfig config,
            PhysicalMemory memory,
            KernelObserver observer,
            List<? extends Processor> processors,
            ImageLock lock) {
        if (processors.isEmpty()) {
            throw new IllegalArgumentException("a kernel image needs a core to run on");
        }
        this.config = config;
        this.memory = memory;
        this.observer = observer;
        this.domains = new DomainSchedule(config.domains());
        this.objects = new ObjectFactory(memory);
        this.cores = new Core[processors.size()];
        for (int i = 0; i < cores.length; i++) {
            cores[i] = new Core(this, i, processors.get(i), lock);
        }
        this.boot = new Boot(this, memory);
    }

    /** What the cores need to keep apart; null for one that is alone. */
    private static ImageLock lock(LockingDiscipline discipline, int cores) {
        if (cores <= 1) {
            return null;
        }
        return switch (discipline) {
            case LOCK_FREE_FASTPATH -> ImageLock.lockFreeFastpath(cores);
            case BIG_LOCK -> ImageLock.bigLock(cores);
            case FINE_GRAINED, TRANSACTIONS ->
                    throw new IllegalArgumentException(
                            discipline + " is modelled: real cores do not have it");
        };
    }

    /**
     * Makes the initial task and all its capabilities; it runs at the first dispatch of core 0. To
     * be called once, before any dispatch.
     *
     * @param extra the machine's own blocks of boot information
     * @param initialTask given the boot information, the program to run
     */
    public void boot(List<BootInfo.Extra> extra, Function<BootInfo, StackfulProgram> initialTask) {
        boot.run(extra, initialTask);
    }

    public KernelConfig config() {
        return config;
    }

    public KernelObserver observer() {
        return observer;
    }

    public Core core(int index) {
        return cores[index];
    }

    public int coreCount() {
        return cores.length;
    }

    /** Which domain's threads run when. */
    public DomainSchedule domains() {
        return domains;
    }

    public ObjectFactory objects() {
        return objects;
    }

    public PhysicalMemory memory() {
        return memory;
    }

    public Interrupts interrupts() {
        return interrupts;
    }

    public Asids asids() {
        return asids;
    }

    public Programs programs() {
        return programs;
    }

    /** Any thread: no user program runs beyond its next kernel entry or preemption point. */
    public void stop() {
        stopping = true;
        callAllCores();
    }

    private void callAllCores() {
        for (Core core : cores) {
            core.interrupts.raise(InterruptLines.ATTENTION);
        }
    }

    boolean isStopping() {
        return stopping || panic != null;
    }

    /** The error that stopped the image, or null. */
    public KernelPanic panic() {
        return panic;
    }

    /**
     * Stops the image because of an error in the kernel itself: the core that found it at once, all
     * others at their next kernel entry.
     *
     * @param finder whose thread calls this
     */
    public synchronized KernelPanic panic(Core finder, Throwable cause) {
        finder.current = finder.idle;
        finder.stopping = true;
        if (panic == null) {
            panic =
                    cause instanceof KernelPanic first
                            ? first
                            : new KernelPanic(config.name(), cause);
            callAllCores();
            for (Core core : cores) {
                if (core != finder) {
                    finder.processor.interrupt(core.index);
                }
            }
        }
        return panic;
    }

    /** The slots from which all capabilities of the image can be reached: for checks and dumps. */
    public Boot roots() {
        return boot;
    }
}
