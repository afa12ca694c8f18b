package io.atoll.command;

import io.atoll.command.run.SystemReport;
import io.atoll.command.system.SystemLoader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code atoll check}: all that is wrong with a system, without running it. */
@Command(
        name = "check",
        description = "Read a system and say all that is wrong with it; nothing is run.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin private SystemOptions system;

    @Option(
            names = {"-r", "--report"},
            paramLabel = "FILE",
            description = "write the system in words to this file; - for standard output")
    private String report;

    @Override
    public Integer call() throws IOException {
        PrintStream err = System.err;
        SystemLoader loader = system.loader(err::println);
        Optional<SystemLoader.Loaded> loaded = loader.load(system.system);
        err.printf(
                "%s, %s%n",
                Messages.count(loader.errorCount(), "error"),
                Messages.count(loader.warningCount(), "warning"));
        if (loaded.isEmpty()) {
            return ExitCode.USAGE;
        }
        if (report != null) {
            write(loaded.get());
        }
        return ExitCode.PASS;
    }

    private void write(SystemLoader.Loaded loaded) throws IOException {
        if (loaded.workload().plan().isEmpty()) {
            throw new UsageException(
                    "'%s' is an initial task; only described systems have a report"
                            .formatted(system.system));
        }
        String text = SystemReport.of(loaded, loaded.workload().plan().get());
        if (report.equals("-")) {
            System.out.print(text);
        } else {
            Files.writeString(Path.of(report), text);
        }
    }
}
