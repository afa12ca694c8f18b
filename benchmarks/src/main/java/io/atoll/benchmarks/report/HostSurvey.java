package io.atoll.benchmarks.report;

import io.atoll.benchmarks.harness.Placement;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds out what a {@link Host} says.
 *
 * @param files where Linux tells
 */
record HostSurvey(HostFiles files) {
    /** Threads that the measured subjects keep busy at the same time. */
    private static final int BUSY_THREADS = 2;

    /** A load above this before anything is measured is somebody else's. */
    private static final double QUIET_LOAD = 0.5;

    Host describe(Placement placement) {
        int cpus = Runtime.getRuntime().availableProcessors();
        String architecture = System.getProperty("os.arch");
        return new Host(
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                architecture),
                files.cpuModel().orElse(architecture),
                cpus,
                placement.describe(),
                "%s, %s %s"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("java.vm.vendor"),
                                System.getProperty("java.vm.name")),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                warnings(
                        placement,
                        cpus,
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    List<String> warnings(Placement placement, int cpus, double loadAverage) {
        List<String> warnings = new ArrayList<>();
        if (placement.cpus().isEmpty()) {
            warnings.add("no thread is pinned: the operating system may move the threads about");
        }
        if (placement.newWaiting(BUSY_THREADS).isYielding()) {
            warnings.add(
                    "two threads share one CPU: waiting gives the CPU away, so times are those of"
                            + " the operating system's scheduler");
        }
        if (loadAverage > QUIET_LOAD) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "the host was busy before: load average %.2f on %d %s",
                            loadAverage,
                            cpus,
                            cpus == 1 ? "CPU" : "CPUs"));
        }
        placement.cpus().stream()
                .distinct()
                .forEach(
                        cpu ->
                                files.frequencyGovernor(cpu)
                                        .filter(governor -> !governor.equals("performance"))
                                        .ifPresent(
                                                governor ->
                                                        warnings.add(
                                                                "CPU %d changes its frequency: its governor is '%s', not 'performance'"
                                                                        .formatted(
                                                                                cpu, governor))));
        return warnings;
    }
}
