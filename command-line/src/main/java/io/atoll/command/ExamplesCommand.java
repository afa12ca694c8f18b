package io.atoll.command;

import io.atoll.command.system.Examples;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Option(
            names = "--json",
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description = "the list as JSON")
    private boolean isJson;

    @Override
    public Integer call() {
        Examples examples = Examples.load();
        if (name == null) {
            if (target != null) {
                throw new UsageException("--copy-to needs the name of an example");
            }
            if (isJson) {
                System.out.print(Json.text(examples.all()));
            } else {
                list(examples);
            }
            return ExitCode.PASS;
        }
        Examples.Example example =
                examples.named(name)
                        .orElseThrow(
                                () ->
                                        new UsageException(
                                                "there is no example '%s'; 'atoll examples' lists them"
                                                        .formatted(name)));
        if (target == null) {
            for (String file : example.files()) {
                System.out.printf("==> %s <==%n%s%n", file, examples.text(file));
            }
        } else {
            copy(examples, example);
        }
        return ExitCode.PASS;
    }

    private static void list(Examples examples) {
        int width = examples.all().stream().mapToInt(e -> e.name().length()).max().orElse(0);
        for (Examples.Example example : examples.all()) {
            System.out.printf("%-" + width + "s  %s%n", example.name(), example.teaches());
        }
        System.out.println();
        System.out.println("atoll run NAME runs one, atoll examples NAME shows it,");
        System.out.println("atoll examples NAME --copy-to DIR copies it, to be changed.");
    }

    private void copy(Examples examples, Examples.Example example) {
        if (Files.exists(target)) {
            throw new UsageException("'%s' exists already".formatted(target));
        }
        try {
            System.out.println("run it with: atoll run " + examples.copy(example, target));
        } catch (UncheckedIOException refused) {
            throw new UsageException(
                    "cannot write into '%s': %s"
                            .formatted(target, refused.getCause().getMessage()));
        }
    }
}
