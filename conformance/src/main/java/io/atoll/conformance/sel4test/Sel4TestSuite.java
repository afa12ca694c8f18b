package io.atoll.conformance.sel4test;

import io.atoll.conformance.machine.VirtualMachine;
import io.atoll.kernel.KernelConfig;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The tests of seL4's own suite, written anew for an Atoll image. Each runs in an image of its own,
 * booted for it, in virtual time: nothing of one test is left for the next.
 */
public final class Sel4TestSuite {
    private static final long MEMORY_BYTES = 16 << 20;
    private static final int ROOT_CNODE_BITS = 14;

    /** What a system call takes at least. */
    private static final long CLOCK_READ_NANOS = 200;

    /** No test needs more than a minute. */
    private static final long LIMIT_NANOS = 100_000_000_000L;

    private Sel4TestSuite() {}

    /** All tests of upstream, applicable or not, by subject. */
    public static List<Sel4Test> bySubject() {
        List<Sel4Test> all = new ArrayList<>();
        Groups.all().forEach(group -> all.addAll(group.tests()));
        return all;
    }

    /** All tests of upstream in the order in which they run. */
    public static List<Sel4Test> byName() {
        List<Sel4Test> all = bySubject();
        all.sort(Comparator.comparing(Sel4Test::name));
        return all;
    }

    /**
     * Boots an image and runs one test in it, on the calling thread.
     *
     * @param fastpath whether the kernel uses its IPC fastpaths; the test must pass either way
     */
    public static Outcome run(Sel4Test test, boolean fastpath) {
        if (!test.isApplicable()) {
            throw new IllegalArgumentException(test + " does not apply: " + test.notApplicable());
        }
        try (VirtualMachine machine =
                new VirtualMachine(config(fastpath), MEMORY_BYTES, CLOCK_READ_NANOS, LIMIT_NANOS)) {
            Driver[] driver = new Driver[1];
            VirtualMachine.End end =
                    machine.run(
                            bootInfo -> {
                                driver[0] = new Driver(bootInfo, test.body());
                                return driver[0];
                            });
            return new Outcome(test, failure(machine, end, driver[0]), machine.processor().ticks());
        }
    }

    private static KernelConfig config(boolean fastpath) {
        KernelConfig config =
                new KernelConfig("sel4test", ROOT_CNODE_BITS, true).withDomains(Domains.COUNT);
        return fastpath ? config : config.withoutFastpath();
    }

    private static Throwable failure(
            VirtualMachine machine, VirtualMachine.End end, Driver driver) {
        List<Throwable> thrown = machine.thrown();
        for (Throwable candidate : thrown) {
            if (candidate instanceof CheckFailed) {
                return candidate;
            }
        }
        if (end == VirtualMachine.End.FINISHED && driver.failure() == null) {
            return null;
        }
        CheckFailed failure =
                driver.failure() != null
                        ? driver.failure()
                        : new CheckFailed(
                                "the runner never came to its end (%s); unhandled faults: %s"
                                        .formatted(end, machine.unhandledFaults()));
        thrown.forEach(failure::addSuppressed);
        return failure;
    }

    /**
     * How a test went.
     *
     * @param failure null if it passed
     * @param virtualNanos time that passed in the image
     */
    public record Outcome(Sel4Test test, Throwable failure, long virtualNanos) {
        public boolean isPassed() {
            return failure == null;
        }
    }
}
