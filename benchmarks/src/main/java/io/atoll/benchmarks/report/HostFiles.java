package io.atoll.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files in which Linux describes a host. Each is missing on some hosts: then the answer is
 * empty.
 *
 * @param root {@code /}, or a folder that looks like it
 */
record HostFiles(Path root) {
    private static final String CPU_INFORMATION = "proc/cpuinfo";
    private static final String FREQUENCY_GOVERNOR =
            "sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor";

    static HostFiles ofLinux() {
        return new HostFiles(Path.of("/"));
    }

    /** Model of the first CPU, such as {@code AMD EPYC}. */
    Optional<String> cpuModel() {
        return read(CPU_INFORMATION)
                .flatMap(
                        text ->
                                text.lines()
                                        .filter(line -> line.startsWith("model name"))
                                        .map(line -> line.substring(line.indexOf(':') + 1).trim())
                                        .findFirst());
    }

    /** What decides how fast a CPU runs, such as {@code performance} or {@code powersave}. */
    Optional<String> frequencyGovernor(int cpu) {
        return read(FREQUENCY_GOVERNOR.formatted(cpu)).map(String::trim);
    }

    private Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(root.resolve(name)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
