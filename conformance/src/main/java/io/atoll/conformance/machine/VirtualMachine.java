package io.atoll.conformance.machine;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.PhysicalMemory;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.check.InvariantChecker;
import io.atoll.kernel.ipc.PendingFault;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * A kernel image on one core of virtual time, driven by the host thread that calls {@link #run}.
 * Boots once; the same programs give the same run on every host.
 *
 * <p>The initial task's BootInfo carries a {@link TimerDevice}. When the initial task returns, the
 * machine stops, whoever else could still run.
 */
public final class VirtualMachine implements AutoCloseable {
    private static final long MEMORY_ADDRESS = 0x100_0000;
    private static final long DEVICE_ADDRESS = 0x8000_0000L;
    private static final long DEVICE_BYTES = 0x1_0000;
    private static final int PAGE_BYTES = 4096;
    private static final String INITIAL_TASK = "initial-task";

    /** Invariants are checked when the core has changed hands this often, and at the end. */
    private static final int CHECK_INTERVAL = 256;

    private final Arena arena = Arena.ofConfined();
    private final Observer observer = new Observer();
    private final VirtualProcessor processor;
    private final KernelImage image;

    /**
     * @param memoryBytes ordinary memory of the image
     * @param clockReadTicks see {@link VirtualProcessor}
     * @param limitTicks virtual time after which the machine stops by itself
     */
    public VirtualMachine(
            KernelConfig config, long memoryBytes, long clockReadTicks, long limitTicks) {
        processor = new VirtualProcessor(clockReadTicks, limitTicks);
        image =
                new KernelImage(
                        config,
                        new PhysicalMemory(
                                List.of(
                                        region(MEMORY_ADDRESS, false, memoryBytes),
                                        region(DEVICE_ADDRESS, true, DEVICE_BYTES))),
                        observer,
                        List.of(processor));
        processor.attach(image.core(0).interrupts, image::stop);
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
     * Boots and dispatches to the end.
     *
     * @throws io.atoll.kernel.KernelPanic if an invariant of the image broke
     */
    public End run(Function<BootInfo, StackfulProgram> initialTask) {
        image.boot(List.of(processor), initialTask);
        Core core = image.core(0);
        int handOvers = 0;
        boolean goesOn = true;
        while (goesOn && !observer.initialTaskReturned && !processor.isLimitReached()) {
            goesOn = core.dispatch() || processor.skipToNextEvent();
            if (++handOvers % CHECK_INTERVAL == 0) {
                InvariantChecker.check(image);
            }
        }
        InvariantChecker.check(image);
        if (observer.initialTaskReturned) {
            return End.FINISHED;
        }
        return processor.isLimitReached() ? End.OUT_OF_TIME : End.STUCK;
    }

    public KernelImage image() {
        return image;
    }

    public VirtualProcessor processor() {
        return processor;
    }

    /** What user programs let escape, in that order. */
    public List<Throwable> thrown() {
        return Collections.unmodifiableList(observer.thrown);
    }

    /** Threads that faulted and had no handler, as "thread: fault". */
    public List<String> unhandledFaults() {
        return Collections.unmodifiableList(observer.unhandledFaults);
    }

    /** What programs wrote to the debug console. */
    public String console() {
        return observer.console.toString();
    }

    /** Gives the memory back; nothing of the image can be used afterwards. */
    @Override
    public void close() {
        arena.close();
    }

    private static final class Observer implements KernelObserver {
        private final List<Throwable> thrown = new ArrayList<>();
        private final List<String> unhandledFaults = new ArrayList<>();
        private final StringBuilder console = new StringBuilder();
        private boolean initialTaskReturned;

        @Override
        public void userException(String thread, Throwable throwable) {
            thrown.add(throwable);
        }

        @Override
        public void faultWithoutHandler(String thread, PendingFault fault) {
            unhandledFaults.add(thread + ": " + fault);
        }

        @Override
        public void debugOutput(String thread, String text) {
            console.append(text);
        }

        @Override
        public void threadExited(String thread) {
            initialTaskReturned |= thread.equals(INITIAL_TASK);
        }
    }
}
