package io.atoll.command;

import io.atoll.command.run.SystemReport;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.SystemLoader;
import io.atoll.coordinator.system.Diagnostic;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Option(
            names = "--json",
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description = "say what is wrong as JSON, on standard output")
    private boolean isJson;

    @Override
    public Integer call() {
        Messages messages = atoll.messages();
        List<Diagnostic> remarks = new ArrayList<>();
        SystemLoader loader =
                system.loader(atoll.environment(), strict, isJson ? remarks::add : messages::line);
        Optional<LoadedSystem> loaded = system.load(loader);
        if (isJson) {
            System.out.print(Json.text(asData(loader, remarks)));
        } else {
            messages.line(
                    "%s, %s"
                            .formatted(
                                    Messages.count(loader.errorCount(), "error"),
                                    Messages.count(loader.warningCount(), "warning")));
        }
        if (loaded.isEmpty()) {
            return ExitCode.USAGE;
        }
        if (report != null) {
            write(loaded.get());
        }
        return ExitCode.PASS;
    }

    private static Map<String, Object> asData(SystemLoader loader, List<Diagnostic> remarks) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("errors", loader.errorCount());
        all.put("warnings", loader.warningCount());
        all.put("diagnostics", remarks.stream().map(CheckCommand::asData).toList());
        return all;
    }

    /** What is not known is absent. */
    private static Map<String, Object> asData(Diagnostic remark) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", remark.file());
        if (remark.row() > 0) {
            fields.put("row", remark.row());
            fields.put("column", remark.column());
        }
        fields.put("severity", remark.severity().word());
        fields.put("rule", remark.rule().id());
        fields.put("message", remark.message());
        if (!remark.elementTag().isEmpty()) {
            fields.put("element", remark.elementTag());
        }
        return fields;
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
