package io.atoll.conformance.machine;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.PhysicalMemory;
import io.atoll.kernel.Processor;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.StackfulProgram;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Function;

/**
 * A machine with one kernel image, on which a program runs once and is listened to. The initial
 * task's BootInfo carries a {@link TimerDevice}. When the initial task returns, the machine stops,
 * whoever else could still run.
 */
public abstract sealed class TestMachine implements AutoCloseable
        permits VirtualMachine, ThreadedMachine {
    private static final long MEMORY_ADDRESS = 0x100_0000;
    private static final long DEVICE_ADDRESS = 0x8000_0000L;
    private static final long DEVICE_BYTES = 0x1_0000;
    private static final int PAGE_BYTES = 4096;

    private final Arena arena = Arena.ofShared();
    final MachineLog log = new MachineLog();
    final KernelImage image;

    /**
     * @param memoryBytes ordinary memory of the image
     * @param processors one for each core of the image
     */
    TestMachine(KernelConfig config, long memoryBytes, List<? extends Processor> processors) {
        image =
                new KernelImage(
                        config,
                        new PhysicalMemory(
                                List.of(
                                        region(MEMORY_ADDRESS, false, memoryBytes),
                                        region(DEVICE_ADDRESS, true, DEVICE_BYTES))),
                        log,
                        processors);
    }

    private PhysicalMemory.Region region(long address, boolean isDevice, long bytes) {
        return new PhysicalMemory.Region(address, isDevice, arena.allocate(bytes, PAGE_BYTES));
    }

    /** How a run ended. */
    public enum End {
        /** The initial task returned. */
        FINISHED,
        /** No thread can run any more, and no timer will ring. */
        STUCK,
        /** The time limit was reached. */
        OUT_OF_TIME
    }

    /**
     * Boots and runs to the end; once.
     *
     * @throws io.atoll.kernel.KernelPanic if an invariant of the image broke
     */
    public abstract End run(Function<BootInfo, StackfulProgram> initialTask);

    /** Time that has passed on core 0. */
    public abstract long ticks();

    /** After a run: who was where, for people; empty if there is nothing to be said about that. */
    public abstract String whereabouts();

    public KernelImage image() {
        return image;
    }

    /** What user programs let escape, in that order. */
    public List<Throwable> thrown() {
        return log.thrown();
    }

    /** Threads that faulted and had no handler, as "thread: fault". */
    public List<String> unhandledFaults() {
        return log.unhandledFaults();
    }

    /** What programs wrote to the debug console. */
    public String console() {
        return log.console();
    }

    /** Gives the memory back; nothing of the image can be used afterwards. */
    @Override
    public void close() {
        arena.close();
    }
}
