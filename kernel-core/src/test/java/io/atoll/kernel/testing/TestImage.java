package io.atoll.kernel.testing;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.LockingDiscipline;
import io.atoll.kernel.PhysicalMemory;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.check.InvariantChecker;
import io.atoll.kernel.ipc.PendingFault;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A kernel image on a machine of one core (or of as many as {@code -Datoll.test.cores} says),
 * driven by the test's own thread.
 *
 * <pre>
 *   new TestImage().run(world -> { ... system calls and assertions, as the initial task ... });
 * </pre>
 *
 * What a user program throws without a handler, a failed assertion included, is thrown to the test.
 */
public final class TestImage implements KernelObserver {
    /** Where the shared (device) region begins: two pages. */
    public static final long DEVICE_ADDRESS = 0x8000_0000L;

    private static final long MEMORY_ADDRESS = 0x100_0000;
    private static final long MEMORY_BYTES = 16 << 20;

    /**
     * One after the other, all images of a test run stand on this, zeroed for each as at power-up:
     * to take 16 MiB from the host for every image costs more than most tests.
     */
    private static final MemorySegment MEMORY = Arena.global().allocate(MEMORY_BYTES, 4096);

    /** Cores of every image that does not say how many it has: all tests can be run on several. */
    private static final int CORES = Integer.getInteger("atoll.test.cores", 1);

    private static final LockingDiscipline LOCKING =
            LockingDiscipline.valueOf(
                    System.getProperty("atoll.test.locking", "LOCK_FREE_FASTPATH"));

    private final List<TestProcessor> processors = new ArrayList<>();
    private final List<Throwable> thrown = new ArrayList<>();
    private final List<String> unhandledFaults = new ArrayList<>();
    private final List<String> exited = new ArrayList<>();
    private final StringBuilder console = new StringBuilder();
    private final KernelImage image;
    private final InvariantChecker checker;
    private boolean checksEveryCall = true;
    private CheckedSel4 checkedSel4;

    public TestImage() {
        this(KernelConfig.named("test"));
    }

    public TestImage(KernelConfig config) {
        this(config.withLocking(LOCKING), CORES);
    }

    /** An image of several cores, all driven by the test's own thread. */
    public TestImage(KernelConfig config, int cores) {
        for (int i = 0; i < cores; i++) {
            processors.add(new TestProcessor(processors));
        }
        MEMORY.fill((byte) 0);
        Arena arena = Arena.ofAuto();
        image =
                new KernelImage(
                        config,
                        new PhysicalMemory(
                                List.of(
                                        new PhysicalMemory.Region(MEMORY_ADDRESS, false, MEMORY),
                                        new PhysicalMemory.Region(
                                                DEVICE_ADDRESS, true, arena.allocate(8192, 4096)))),
                        this,
                        processors);
        checker = new InvariantChecker(image);
        for (int i = 0; i < cores; i++) {
            processors.get(i).attach(image.core(i).interrupts);
        }
    }

    /** Checks the invariants only when the core changes hands, not after each system call. */
    public TestImage checkingSwitchesOnly() {
        checksEveryCall = false;
        return this;
    }

    Sel4 checked(Sel4 sel4) {
        if (!checksEveryCall) {
            return sel4;
        }
        checkedSel4 = new CheckedSel4(image, sel4);
        return checkedSel4;
    }

    /**
     * Boots with {@code initialTask} as the initial task and dispatches until the image is idle.
     * Rethrows what programs threw; fails if the initial task did not come to its end.
     */
    public TestImage run(Consumer<World> initialTask) {
        start(initialTask);
        if (!exited.contains("initial-task")) {
            throw new AssertionError(
                    "the initial task never came to its end; unhandled faults: " + unhandledFaults);
        }
        return this;
    }

    /** As {@link #run}, for initial tasks that do not end. */
    public TestImage start(Consumer<World> initialTask) {
        image.boot(
                List.of(),
                bootInfo -> sel4 -> initialTask.accept(new World(this, checked(sel4), bootInfo)));
        return untilIdle();
    }

    /** Dispatches until nothing can run; checks the invariants whenever the core changes hands. */
    public TestImage untilIdle() {
        boolean anyRan;
        do {
            anyRan = false;
            for (int i = 0; i < image.coreCount(); i++) {
                while (image.core(i).dispatch()) {
                    checker.check();
                    anyRan = true;
                }
            }
        } while (anyRan || isAnyPending());
        checker.check();
        if (!thrown.isEmpty()) {
            Throwable first = thrown.removeFirst();
            thrown.forEach(first::addSuppressed);
            thrown.clear();
            TestImage.<RuntimeException>sneakyThrow(first);
        }
        return this;
    }

    private boolean isAnyPending() {
        for (int i = 0; i < image.coreCount(); i++) {
            if (image.core(i).interrupts.isPending()) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** System calls behind which all invariants were checked. */
    public long checkedCalls() {
        return checkedSel4 == null ? 0 : checkedSel4.calls();
    }

    public KernelImage image() {
        return image;
    }

    /** The processor of core 0. */
    public TestProcessor processor() {
        return processor(0);
    }

    public TestProcessor processor(int core) {
        return processors.get(core);
    }

    /** Threads that faulted without a handler, as "thread: fault". */
    public List<String> unhandledFaults() {
        return unhandledFaults;
    }

    /** What programs wrote to the debug console. */
    public String console() {
        return console.toString();
    }

    /** Threads whose program returned. */
    public List<String> exited() {
        return exited;
    }

    /** Takes what programs threw so far, for tests in which they should. */
    public List<Throwable> takeThrown() {
        List<Throwable> taken = List.copyOf(thrown);
        thrown.clear();
        return taken;
    }

    @Override
    public void userException(String thread, Throwable throwable) {
        thrown.add(throwable);
    }

    @Override
    public void faultWithoutHandler(String thread, PendingFault fault) {
        unhandledFaults.add(thread + ": " + fault);
    }

    @Override
    public void threadExited(String thread) {
        exited.add(thread);
    }

    @Override
    public void debugOutput(String thread, String text) {
        console.append(text);
    }
}
