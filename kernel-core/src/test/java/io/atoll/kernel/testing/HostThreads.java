package io.atoll.kernel.testing;

import io.atoll.kernel.Core;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.PhysicalMemory;
import io.atoll.kernel.Processor;
import io.atoll.kernel.ipc.PendingFault;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * A kernel image of several cores, each on a host thread of its own: for what only real races show.
 * The clock is the host's; there is no timer, so programs must not count on budgets.
 */
public final class HostThreads implements KernelObserver {
    private static final long MEMORY_ADDRESS = 0x100_0000;
    private static final long MEMORY_BYTES = 64 << 20;

    private final KernelImage image;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private Consumer<Core> betweenDispatches = core -> {};

    public HostThreads(KernelConfig config, int cores) {
        List<HostProcessor> processors = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            processors.add(new HostProcessor());
        }
        image =
                new KernelImage(
                        config,
                        new PhysicalMemory(
                                List.of(
                                        new PhysicalMemory.Region(
                                                MEMORY_ADDRESS,
                                                false,
                                                Arena.ofAuto().allocate(MEMORY_BYTES, 4096)))),
                        this,
                        processors);
    }

    public KernelImage image() {
        return image;
    }

    /** On the core's thread, between two dispatches, whenever it has just left all stacks. */
    public HostThreads betweenDispatches(Consumer<Core> action) {
        betweenDispatches = action;
        return this;
    }

    /** Boots and starts all cores; returns at once. */
    public HostThreads start(Consumer<World> initialTask) {
        image.boot(
                List.of(), bootInfo -> sel4 -> initialTask.accept(new World(null, sel4, bootInfo)));
        for (int i = 0; i < image.coreCount(); i++) {
            Core core = image.core(i);
            // The stacks of programs that lie on one another share it.
            Thread thread = new Thread(null, () -> run(core), "core-" + i, 2 << 20);
            threads.add(thread);
            thread.start();
        }
        return this;
    }

    private void run(Core core) {
        try {
            int idleRounds = 0;
            while (!core.stopping) {
                if (core.dispatch()) {
                    idleRounds = 0;
                } else if (!core.interrupts.isPending() && ++idleRounds > 100) {
                    Thread.yield();
                } else {
                    Thread.onSpinWait();
                }
                betweenDispatches.accept(core);
            }
        } catch (Throwable failure) {
            failures.add(failure);
            image.stop();
        }
    }

    /** Stops the image and waits for its threads; throws what went wrong meanwhile. */
    public void stop() throws InterruptedException {
        image.stop();
        for (Thread thread : threads) {
            thread.join(20_000);
            if (thread.isAlive()) {
                AssertionError stuck = new AssertionError(thread.getName() + " does not stop");
                stuck.setStackTrace(thread.getStackTrace());
                failures.add(stuck);
            }
        }
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError("a core failed", failures.poll());
            failures.forEach(error::addSuppressed);
            throw error;
        }
    }

    /** Whether something went wrong. */
    public boolean hasFailed() {
        return !failures.isEmpty();
    }

    @Override
    public void userException(String thread, Throwable thrown) {
        failures.add(new AssertionError("thrown by " + thread, thrown));
    }

    @Override
    public void faultWithoutHandler(String thread, PendingFault fault) {
        failures.add(new AssertionError(thread + " has an unhandled fault: " + fault));
    }

    private final class HostProcessor implements Processor {
        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public void setDeadline(long ticks) {
            // No timer.
        }

        @Override
        public void raiseInterrupt(int machineCore, int line) {
            image.core(machineCore).interrupts.raise(line);
        }

        @Override
        public void interrupt(int core) {
            image.core(core).interrupts.raise(InterruptLines.ATTENTION);
        }

        @Override
        public int machineCores() {
            return image.coreCount();
        }

        @Override
        public void charge(int cycles) {
            // Real cores spend their cycles themselves.
        }
    }
}
