package io.atoll.command;

import io.atoll.command.system.Examples;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code atoll examples}: what there is to learn from. */
@Command(
        name = "examples",
        description = "List the examples, show one, or copy one.",
        mixinStandardHelpOptions = true)
final class ExamplesCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "print the files of this example instead of the list")
    private String name;

    @Option(
            names = "--copy-to",
            paramLabel = "DIR",
            description = "copy the example into this folder, which must not exist yet")
    private Path target;

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            if (target != null) {
                throw new UsageException("--copy-to needs the name of an example");
            }
            list();
            return ExitCode.PASS;
        }
        Map<String, String> files = Examples.filesOf(name);
        if (files.isEmpty()) {
            throw new UsageException(
                    "there is no example '%s'; 'atoll examples' lists them".formatted(name));
        }
        if (target == null) {
            files.forEach((path, text) -> System.out.printf("==> %s <==%n%s%n", path, text));
        } else {
            copy();
        }
        return ExitCode.PASS;
    }

    private static void list() {
        int width = Examples.all().stream().mapToInt(e -> e.name().length()).max().orElse(0);
        Examples.all()
                .forEach(
                        example ->
                                System.out.printf(
                                        "%-" + width + "s  %s%n",
                                        example.name(),
                                        example.teaches()));
        System.out.println();
        System.out.println("atoll run NAME runs one, atoll examples NAME shows it.");
    }

    private void copy() throws IOException {
        if (Files.exists(target)) {
            throw new UsageException("'%s' exists already".formatted(target));
        }
        Path copied = Examples.copy(name, target).orElseThrow();
        System.out.println("run it with: atoll run " + copied);
    }
}
