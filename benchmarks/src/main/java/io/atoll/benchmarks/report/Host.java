package io.atoll.benchmarks.report;

import io.atoll.benchmarks.harness.Placement;

import java.util.List;

/**
 * What figures were measured on, and what is wrong with it. Immutable.
 *
 * @param os operating system, its version and its architecture
 * @param cpu model of the CPU
 * @param cpus CPUs that this process may use
 * @param pinning which thread ran where
 * @param jdk Java version and virtual machine
 * @param flags options the JVM was started with
 * @param warnings what makes these figures worse than they could be, one sentence each
 */
public record Host(
        String os,
        String cpu,
        int cpus,
        String pinning,
        String jdk,
        List<String> flags,
        List<String> warnings) {
    /** Copies the lists. */
    public Host {
        flags = List.copyOf(flags);
        warnings = List.copyOf(warnings);
    }

    /**
     * Describes the running host; to be called before measuring, as the load is part of it.
     *
     * @param placement where the threads of subjects will run
     */
    public static Host here(Placement placement) {
        return new HostSurvey(HostFiles.ofLinux()).describe(placement);
    }
}
