package io.atoll.conformance.machine;

import io.atoll.kernel.Core;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.KernelPanic;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.check.InvariantChecker;
import io.atoll.kernel.debug.KernelDebug;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A machine in real time with a host thread for each core: cores are in the kernel at the same
 * time, and stop one another anywhere. What the host does decides how a run goes; how it ends must
 * not depend on it. The threads are not pinned.
 *
 * <p>A run that does not end in time is told of in {@link #whereabouts}.
 */
public final class ThreadedMachine extends TestMachine {
    /** The JVM's own default differs between hosts; programs of a core share this. */
    private static final long STACK_BYTES = 2 << 20;

    /** A core that was told to stop does so at its next system call or preemption point. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<ThreadedProcessor> processors;
    private final Duration limit;
    private final Alarms alarms;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private final long startTicks = System.nanoTime();
    private String whereabouts = "";

    /** A core's thread could not be stopped: it may use the memory for ever. */
    private boolean isLost;

    /**
     * @param cores of the image
     * @param memoryBytes ordinary memory of the image
     * @param limit after which the machine stops by itself
     */
    public ThreadedMachine(KernelConfig config, int cores, long memoryBytes, Duration limit) {
        this(config, memoryBytes, limit, processors(cores));
    }

    private ThreadedMachine(
            KernelConfig config,
            long memoryBytes,
            Duration limit,
            List<ThreadedProcessor> processors) {
        super(config, memoryBytes, processors);
        this.processors = processors;
        this.limit = limit;
        // A deadline for each core, and the timer device.
        this.alarms = new Alarms(processors.size() + 1, this::ring);
        for (int i = 0; i < processors.size(); i++) {
            ThreadedProcessor processor = processors.get(i);
            Thread thread =
                    new Thread(
                            null, () -> runCore(processor), "conformance-core-" + i, STACK_BYTES);
            thread.setDaemon(true);
            processor.attach(this, image.core(i), thread);
        }
        log.onReturnOfInitialTask(over::countDown);
    }

    private static List<ThreadedProcessor> processors(int cores) {
        List<ThreadedProcessor> processors = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            processors.add(new ThreadedProcessor());
        }
        return List.copyOf(processors);
    }

    @Override
    public End run(Function<BootInfo, StackfulProgram> initialTask) {
        image.boot(List.of(new Device()), initialTask);
        alarms.start();
        processors.forEach(processor -> processor.thread().start());
        try {
            boolean isOver = over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
            String running = isOver ? "" : running();
            image.stop();
            processors.forEach(processor -> processor.raise(InterruptLines.ATTENTION));
            String lost = awaitCores();
            alarms.close();
            if (!isOver || isLost) {
                whereabouts = running + lost + (isLost ? "" : "\n" + KernelDebug.scheduler(image));
            }
            if (broken.get() instanceof KernelPanic panic) {
                throw panic;
            } else if (broken.get() != null) {
                throw new IllegalStateException("a core's thread ended", broken.get());
            }
            if (isLost || !isOver) {
                return End.OUT_OF_TIME;
            }
            InvariantChecker.check(image);
            return End.FINISHED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an image ran", e);
        }
    }

    private void runCore(ThreadedProcessor processor) {
        try {
            processor.dispatchUntilStopped();
        } catch (Throwable thrown) {
            broken.compareAndSet(null, thrown);
            over.countDown();
        }
    }

    /** What runs on each core, as far as can be seen from outside. */
    private String running() {
        StringBuilder text = new StringBuilder("after ").append(limit);
        for (int i = 0; i < processors.size(); i++) {
            Core core = image.core(i);
            ThreadedProcessor processor = processors.get(i);
            text.append(
                    processor.isIdle()
                            ? "%n  core %d sleeps".formatted(i)
                            : "%n  core %d runs %s".formatted(i, core.current));
            for (StackTraceElement frame : processor.thread().getStackTrace()) {
                text.append("%n    at %s".formatted(frame));
            }
        }
        return text.toString();
    }

    private String awaitCores() throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (ThreadedProcessor processor : processors) {
            processor.thread().join(PATIENCE);
            if (processor.thread().isAlive()) {
                isLost = true;
                text.append("%n  %s does not stop:".formatted(processor.thread().getName()));
                for (StackTraceElement frame : processor.thread().getStackTrace()) {
                    text.append("%n    at %s".formatted(frame));
                }
            }
        }
        return text.toString();
    }

    private void ring(int alarm) {
        if (alarm < processors.size()) {
            processors.get(alarm).raise(InterruptLines.TIMER);
        } else {
            processors.getFirst().raise(Device.LINE);
        }
    }

    Alarms alarms() {
        return alarms;
    }

    ThreadedProcessor processor(int core) {
        return processors.get(core);
    }

    int cores() {
        return processors.size();
    }

    @Override
    public long ticks() {
        return System.nanoTime() - startTicks;
    }

    @Override
    public String whereabouts() {
        return whereabouts;
    }

    /** Keeps the memory if a core's thread may still use it. */
    @Override
    public void close() {
        if (!isLost) {
            super.close();
        }
    }

    /** The timer device: one more alarm. */
    private final class Device implements TimerDevice {
        static final int LINE = InterruptLines.FIRST_USER;

        @Override
        public int line() {
            return LINE;
        }

        @Override
        public void setAlarm(long ticks) {
            alarms.set(processors.size(), ticks);
        }

        @Override
        public void cancelAlarm() {
            alarms.set(processors.size(), Alarms.NEVER);
        }
    }
}
