package io.atoll.conformance.sel4test;

import java.util.List;

/** Groups of tests that ask the hardware, not the kernel's rules. */
final class Hardware {
    private static final int CALLBACKS = 3;
    private static final long PERIOD_MILLIS = 100;

    private Hardware() {}

    static Group driverLevel() {
        return new Group("Driver-level hardware tests")
                .test("TIMER0001", "a periodic timer", Hardware::periodicTimer)
                .inVirtualTime(Reasons.HOW_LONG)
                .test("TIMER0002", "the time moves", Hardware::timeMoves)
                .notApplicable("SMPIRQ0001", "interrupts by core", Reasons.ARM_TRACING)
                .notApplicable("SMMU0001", "SMMU capabilities", Reasons.IOMMU);
    }

    private static void periodicTimer(Environment env) {
        long periodNanos = PERIOD_MILLIS * Timer.NANOS_PER_MILLI;
        long before = env.timer.now();
        env.timer.alarmEvery(periodNanos);
        for (int i = 1; i <= CALLBACKS; i++) {
            env.timer.notification.await();
            long passed = env.timer.now() - before;
            Check.that(
                    passed >= i * periodNanos && passed < i * periodNanos + Timer.NANOS_PER_MILLI,
                    "callback %d comes in time, not after %d ns".formatted(i, passed));
        }
        env.timer.reset();
    }

    private static void timeMoves(Environment env) {
        long before = env.timer.now();
        env.timer.sleepMillis(1);
        Check.that(env.timer.now() > before, "the time moves across a callback");
    }

    /** Second-level paging, I/O page tables and I/O ports of x86. */
    static Group x86() {
        Group group = new Group("x86 EPT, IO and misc");
        for (int i = 1; i <= 11; i++) {
            group.notApplicable(
                    "EPT%04d".formatted(i), "second-level paging", Reasons.X86_VIRTUALISATION);
        }
        for (String name : List.of("EPT1001", "EPT1002")) {
            group.notApplicable(
                    name, "second-level paging, regression", Reasons.X86_VIRTUALISATION);
        }
        for (String name : List.of("IOPT0001", "IOPT0002", "IOPT0004", "IOPT0008", "IOPT0009")) {
            group.notApplicable(name, "I/O page tables (x86)", Reasons.IOMMU);
            group.notApplicable(name, "I/O page tables (TK1)", Reasons.IOMMU);
        }
        return group.notApplicable("IOPT0011", "I/O page tables (x86)", Reasons.IOMMU)
                .notApplicable("IOPORTS1000", "I/O port fault", Reasons.INSTRUCTIONS)
                .notApplicable("STACK_ALIGNMENT_001", "stack alignment", Reasons.INSTRUCTIONS);
    }

    static Group debugging(Group group) {
        for (int i = 1; i <= 7; i++) {
            group.notApplicable(
                    "BREAKPOINT_%03d".formatted(i), "breakpoints", Reasons.DEBUG_HARDWARE);
        }
        return group.notApplicable("BREAK_REQUEST_001", "INT3 and BKPT", Reasons.INSTRUCTIONS)
                .notApplicable("SINGLESTEP_001", "single step", Reasons.DEBUG_HARDWARE)
                .notApplicable("SMC0001", "calls of the secure monitor", Reasons.ARM)
                .notApplicable("VCPU0001", "interrupts into a virtual machine", Reasons.ARM);
    }

    static Group benchmarking() {
        return new Group("Benchmarking API")
                .notApplicable(
                        "BENCHMARK_0001",
                        "utilisation tracking",
                        "needs the benchmark system calls, which only a benchmark build has");
    }
}
