package io.atoll.conformance.sel4test;

import io.atoll.conformance.machine.TestMachine;
import io.atoll.conformance.machine.ThreadedMachine;
import io.atoll.conformance.machine.VirtualMachine;
import io.atoll.kernel.KernelConfig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The tests of seL4's own suite, written anew for an Atoll image. Each runs in an image of its own,
 * booted for it: nothing of one test is left for the next.
 */
public final class Sel4TestSuite {
    private static final long MEMORY_BYTES = 16 << 20;
    private static final int ROOT_CNODE_BITS = 14;

    /** What a system call takes at least. */
    private static final long CLOCK_READ_NANOS = 200;

    /** No test needs more than a minute. */
    private static final long LIMIT_NANOS = 100_000_000_000L;

    /** The longest takes some seconds, if the host has nothing else to do. */
    private static final Duration REAL_LIMIT = Duration.ofSeconds(60);

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
     * Boots an image and runs one test in it: on the calling thread, or on one thread per core
     * while the calling one waits.
     */
    public static Outcome run(Sel4Test test, Setup setup) {
        String reason = test.whyNotOn(setup);
        if (reason != null) {
            throw new IllegalArgumentException(test + " does not apply: " + reason);
        }
        try (TestMachine machine = machine(test, setup)) {
            Driver[] driver = new Driver[1];
            TestMachine.End end =
                    machine.run(
                            bootInfo -> {
                                driver[0] = new Driver(bootInfo, test.body(), setup);
                                return driver[0];
                            });
            return new Outcome(test, failure(machine, end, driver[0]), machine.ticks());
        }
    }

    private static TestMachine machine(Sel4Test test, Setup setup) {
        int cores = Math.max(setup.cores(), test.needs().cores());
        KernelConfig config =
                new KernelConfig("sel4test", ROOT_CNODE_BITS, setup.fastpath())
                        .withLocking(setup.locking());
        if (cores == 1 || test.needs().domains()) {
            config = config.withDomains(Domains.COUNT);
        }
        return switch (setup.clock()) {
            case VIRTUAL ->
                    new VirtualMachine(config, cores, MEMORY_BYTES, CLOCK_READ_NANOS, LIMIT_NANOS);
            case REAL -> new ThreadedMachine(config, cores, MEMORY_BYTES, REAL_LIMIT);
        };
    }

    private static Throwable failure(TestMachine machine, TestMachine.End end, Driver driver) {
        List<Throwable> thrown = machine.thrown();
        for (Throwable candidate : thrown) {
            if (candidate instanceof CheckFailed) {
                return candidate;
            }
        }
        if (end == TestMachine.End.FINISHED && driver.failure() == null) {
            return null;
        }
        CheckFailed failure =
                driver.failure() != null
                        ? driver.failure()
                        : new CheckFailed(
                                "the runner never came to its end (%s); unhandled faults: %s%s"
                                        .formatted(
                                                end,
                                                machine.unhandledFaults(),
                                                machine.whereabouts()));
        thrown.forEach(failure::addSuppressed);
        return failure;
    }

    /**
     * How a test went.
     *
     * @param failure null if it passed
     * @param nanos time that passed in the image
     */
    public record Outcome(Sel4Test test, Throwable failure, long nanos) {
        public boolean isPassed() {
            return failure == null;
        }
    }
}
