package io.atoll.command;

import io.atoll.command.system.LoadOptions;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.SystemLoader;
import io.atoll.coordinator.system.Diagnostic;
import io.atoll.coordinator.system.PpcPolicy;
import io.atoll.coordinator.system.Setting;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A system, and all that its checks depend on: common to commands that read one. */
final class SystemOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "SYSTEM",
            defaultValue = ".",
            description =
                    "a .system or .java file, a folder with one, the name of an example, or"
                            + " class:NAME of a builder, program or initial task (default: this"
                            + " folder)")
    String system;

    @Mixin MachineOptions machine;

    @Option(
            names = "--ppc",
            paramLabel = "POLICY",
            description =
                    "protected calls between clusters: strict refuses them, coordinator has the"
                            + " coordinators carry them (default: atoll.toml, else strict)")
    private PpcPolicy ppc;

    @Option(
            names = "--search-path",
            paramLabel = "DIR",
            description =
                    "one more folder in which programs, classes and files are looked for, or a jar;"
                            + " repeatable, and several may be joined as in a class path")
    private List<String> searchPath = new ArrayList<>();

    @Option(
            names = "--preempt",
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description =
                    "put preemption points into all loops and calls of the programs, so that one"
                            + " that makes no system call can be preempted (default: atoll.toml,"
                            + " else not)")
    private Boolean preempt;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "a key of atoll.toml, such as machine.topology=2x1, which counts more than the"
                            + " file and the environment; repeatable")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--werror",
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description = "warnings about the description are errors: exit code 2")
    private boolean warningsAreErrors;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    SystemLoader loader(Environment environment, boolean strict, Consumer<Diagnostic> remarks) {
        return new SystemLoader(
                new LoadOptions(
                        machine::choose,
                        Optional.ofNullable(ppc),
                        searchPath(),
                        settings(environment),
                        Optional.ofNullable(preempt),
                        strict),
                remarks);
    }

    /** What was loaded, unless there is too much to say against it. */
    Optional<LoadedSystem> load(SystemLoader loader) {
        return loader.load(system).filter(_ -> !(warningsAreErrors && loader.warningCount() > 0));
    }

    /** As {@link #load(SystemLoader)}; if there is too much to say against it, that was said. */
    Optional<LoadedSystem> load(Environment environment, Messages messages) {
        SystemLoader loader = loader(environment, false, messages::line);
        Optional<LoadedSystem> found = load(loader);
        if (found.isEmpty()) {
            messages.line(
                    "%s, %s"
                            .formatted(
                                    Messages.count(loader.errorCount(), "error"),
                                    Messages.count(loader.warningCount(), "warning")));
        }
        return found;
    }

    private boolean isGiven(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    private List<Setting> settings(Environment environment) {
        List<Setting> all = new ArrayList<>(environment.settings(this::isGiven));
        for (String assignment : settings) {
            try {
                all.add(Setting.parse("--set", assignment));
            } catch (IllegalArgumentException wrong) {
                throw new UsageException(wrong.getMessage());
            }
        }
        return all;
    }

    /** What counts more than {@code atoll.toml}, as TOML. */
    List<String> assignments(Environment environment) {
        return settings(environment).stream().map(Setting::toml).toList();
    }

    /** So that it means the same in another folder. */
    List<String> absoluteSearchPath() {
        return searchPath().stream().map(entry -> entry.toAbsolutePath().toString()).toList();
    }

    List<Path> searchPath() {
        return searchPath.stream()
                .flatMap(entry -> Stream.of(entry.split(Pattern.quote(File.pathSeparator))))
                .filter(entry -> !entry.isEmpty())
                .map(SystemOptions::path)
                .toList();
    }

    private static Path path(String entry) {
        try {
            return Path.of(entry);
        } catch (InvalidPathException wrong) {
            throw new UsageException("--search-path cannot be '%s'".formatted(entry));
        }
    }

    /** What counts of what was given here and what the settings say. */
    PpcPolicy ppc(LoadedSystem loaded) {
        return LoadOptions.ppc(Optional.ofNullable(ppc), loaded.settings());
    }
}
