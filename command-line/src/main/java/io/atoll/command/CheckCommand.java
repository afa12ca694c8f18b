package io.atoll.command;

import io.atoll.command.run.SystemReport;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.SystemLoader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code atoll check}: all that is wrong with a system, without running it. */
@Command(
        name = "check",
        description = "Read a system and say all that is wrong with it; nothing is run.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @ParentCommand private Atoll atoll;

    @Mixin private SystemOptions system;

    @Option(
            names = "--strict",
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description = "what the Microkit tool would refuse in a system file is an error, too")
    private boolean strict;

    @Option(
            names = {"-r", "--report"},
            paramLabel = "FILE",
            description = "write the system in words to this file; - for standard output")
    private String report;

    @Override
    public Integer call() {
        Messages messages = atoll.messages();
        SystemLoader loader = system.loader(atoll.environment(), strict, messages::line);
        Optional<LoadedSystem> loaded = system.load(loader);
        messages.line(
                "%s, %s"
                        .formatted(
                                Messages.count(loader.errorCount(), "error"),
                                Messages.count(loader.warningCount(), "warning")));
        if (loaded.isEmpty()) {
            return ExitCode.USAGE;
        }
        if (report != null) {
            write(loaded.get());
        }
        return ExitCode.PASS;
    }

    private void write(LoadedSystem loaded) {
        if (loaded.workload().plan().isEmpty()) {
            throw new UsageException(
                    "'%s' is an initial task; only described systems have a report"
                            .formatted(system.system));
        }
        String text = SystemReport.of(loaded, loaded.workload().plan().get());
        if (report.equals("-")) {
            System.out.print(text);
        } else {
            write(text);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(Path.of(report), text);
        } catch (InvalidPathException wrong) {
            throw new UsageException("cannot write '%s': %s".formatted(report, wrong.getReason()));
        } catch (IOException refused) {
            throw new UsageException(
                    "cannot write '%s': %s"
                            .formatted(report, WriteRefusal.reason(Path.of(report), refused)));
        }
    }
}
