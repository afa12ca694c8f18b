package io.atoll.command;

import io.atoll.command.system.SystemLoader;
import io.atoll.coordinator.system.Diagnostic;
import io.atoll.coordinator.system.PpcPolicy;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A system, and all that its checks depend on: common to commands that read one. */
final class SystemOptions {
    @Parameters(
            paramLabel = "SYSTEM",
            description =
                    "a .system or .java file, a folder with one, the name of an example, or"
                            + " class:NAME of a builder, program or initial task")
    String system;

    @Mixin MachineOptions machine;

    @Option(
            names = "--ppc",
            paramLabel = "POLICY",
            description =
                    "protected calls between clusters: strict refuses them, coordinator has the"
                            + " coordinators carry them (default: strict)")
    private PpcPolicy ppc = PpcPolicy.STRICT;

    @Option(
            names = "--search-path",
            paramLabel = "DIR",
            description =
                    "one more folder in which programs, classes and files are looked for, or a jar;"
                            + " repeatable")
    private List<Path> searchPath = new ArrayList<>();

    @Option(
            names = "--preempt",
            description =
                    "put preemption points into all loops and calls of the programs, so that one"
                            + " that makes no system call can be preempted (default: off, or what"
                            + " atoll.toml says)")
    private boolean preempt;

    SystemLoader loader(Consumer<Diagnostic> remarks) {
        SystemLoader loader = new SystemLoader(machine::choose, ppc, searchPath, remarks);
        return preempt ? loader.withPreemption() : loader;
    }

    PpcPolicy ppc() {
        return ppc;
    }
}
