package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Rendezvous;
import io.atoll.benchmarks.harness.Side;
import io.atoll.benchmarks.harness.SidePair;
import io.atoll.benchmarks.harness.Waiting;
import io.atoll.cluster.IdleStrategy;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.pinned.PinnedMachine;
import io.atoll.kernel.LockingDiscipline;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

import java.util.concurrent.CompletableFuture;

/**
 * Two programs, one on the CPU of each side, each on a core of its own: of one kernel image or of
 * two. Each makes its own objects, on its own core. To be used by one thread at a time.
 *
 * <pre>
 *   two images:  | initial task | initial task |      one image:  | initial task -> second program |
 *                |   image 0    |   image 1    |                  |            image               |
 *                |    CPU 0     |    CPU 1     |                  |    CPU 0     |     CPU 1        |
 * </pre>
 *
 * <p>While it has nothing to do, a program keeps its core asleep ({@link GuestThread}).
 */
final class TwoCores implements SidePair {
    /** What kernel the two cores run. */
    enum Kernels {
        /** One of its own each. */
        TWO_IMAGES("two-images"),

        /** One for both, whose fastpaths take no lock. */
        LOCK_FREE_FASTPATH("lock-free-fastpath"),

        /** One for both, entered under its lock. */
        BIG_LOCK("big-lock");

        /** Name in results. */
        final String label;

        Kernels(String label) {
            this.label = label;
        }

        private MachineConfig machine(int firstCpu, int secondCpu) {
            return switch (this) {
                case TWO_IMAGES -> MachineConfig.onCpus(firstCpu, secondCpu);
                case LOCK_FREE_FASTPATH ->
                        MachineConfig.oneClusterOnCpus(firstCpu, secondCpu)
                                .withLocking(LockingDiscipline.LOCK_FREE_FASTPATH);
                case BIG_LOCK ->
                        MachineConfig.oneClusterOnCpus(firstCpu, secondCpu)
                                .withLocking(LockingDiscipline.BIG_LOCK);
            };
        }
    }

    /** Makes what a program needs. */
    interface Preparation {
        void prepare(Task task) throws Exception;
    }

    private static final int FIRST = Placement.CLIENT;
    private static final int SECOND = Placement.SERVER;

    private final Kernels kernels;
    private final PinnedMachine machine;
    private final GuestThread<Sel4> first = new GuestThread<>();
    private final GuestThread<Sel4> second = new GuestThread<>();
    private final Waiting waiting;
    private Task firstTask;
    private Task secondTask;

    private TwoCores(Kernels kernels, Placement placement, IdleStrategy idleStrategy) {
        this.kernels = kernels;
        this.waiting = placement.newWaiting(2);
        this.machine =
                new PinnedMachine(
                        kernels.machine(cpuOf(placement, FIRST), cpuOf(placement, SECOND))
                                .withIdleStrategy(idleStrategy));
    }

    /**
     * Boots the kernels and starts both programs.
     *
     * @param idleStrategy what a core does that waits for a message
     */
    static TwoCores boot(Kernels kernels, Placement placement, IdleStrategy idleStrategy)
            throws Exception {
        TwoCores cores = new TwoCores(kernels, placement, idleStrategy);
        try {
            cores.boot();
            return cores;
        } catch (Exception | Error failure) {
            cores.close();
            throw failure;
        }
    }

    private void boot() throws Exception {
        CompletableFuture<BootInfo> firstBooted = new CompletableFuture<>();
        CompletableFuture<BootInfo> secondBooted = new CompletableFuture<>();
        machine.boot(
                (cluster, bootInfo) -> {
                    (cluster == 0 ? firstBooted : secondBooted).complete(bootInfo);
                    return cluster == 0 ? first::serve : second::serve;
                });
        if (kernels == Kernels.TWO_IMAGES) {
            firstTask = first.call(sel4 -> Task.ofInitialTask(sel4, firstBooted.join()));
            secondTask = second.call(sel4 -> Task.ofInitialTask(sel4, secondBooted.join()));
            return;
        }
        firstTask =
                first.call(sel4 -> Task.ofInitialTask(sel4, Task.half(firstBooted.join(), FIRST)));
        first.call(
                _ -> {
                    firstTask.startOn(
                            SECOND,
                            "second",
                            ImageSubject.CLIENT_PRIORITY,
                            (StackfulProgram) second::serve);
                    return null;
                });
        secondTask =
                second.call(
                        sel4 -> Task.ofThread(sel4, Task.half(firstBooted.join(), SECOND), SECOND));
    }

    private static int cpuOf(Placement placement, int side) {
        return placement.cpus().isEmpty()
                ? CoreConfig.UNPINNED
                : placement.cpus().get(side % placement.cpus().size());
    }

    /** Has the first program make what it needs. */
    void prepareFirst(Preparation preparation) throws Exception {
        prepare(first, firstTask, preparation);
    }

    /** Has the second program make what it needs. */
    void prepareSecond(Preparation preparation) throws Exception {
        prepare(second, secondTask, preparation);
    }

    private static void prepare(GuestThread<Sel4> program, Task task, Preparation preparation)
            throws Exception {
        program.call(
                _ -> {
                    preparation.prepare(task);
                    return null;
                });
    }

    /** The system calls of the first program, for that program. */
    Sel4 firstSel4() {
        return firstTask.sel4;
    }

    /** The system calls of the second program, for that program. */
    Sel4 secondSel4() {
        return secondTask.sel4;
    }

    /** Has the first program do something while the other core sleeps. */
    void playAlone(Side side) throws Exception {
        first.call(
                _ -> {
                    side.play();
                    return null;
                });
    }

    @Override
    public Waiting waiting() {
        return waiting;
    }

    /** Plays both sides of a round, each in its program. */
    @Override
    public void play(Side clientSide, Side serverSide) throws Exception {
        new Rendezvous(waiting).play(first, clientSide, second, serverSide);
    }

    /** Ends both programs and stops the kernels. */
    @Override
    public void close() {
        waiting.abort();
        first.close();
        second.close();
        machine.close();
    }
}
