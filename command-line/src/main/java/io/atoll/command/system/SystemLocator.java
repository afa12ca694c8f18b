package io.atoll.command.system;

import io.atoll.command.UsageException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds what a person means by SYSTEM: a {@code .system} or {@code .java} file, a folder that holds
 * one, {@code class:NAME}, or the name of an example. Examples are copied to a temporary folder,
 * which {@link #close} deletes.
 */
final class SystemLocator implements AutoCloseable {
    private static final String CLASS_PREFIX = "class:";

    private Path temporary;

    /** What was found. */
    sealed interface Found {
        /** A system file. */
        record Description(Path file) implements Found {}

        /** A Java source: a program, a system definition, or an initial task. */
        record Source(Path file) implements Found {}

        /** A class by name. */
        record Named(String className) implements Found {}
    }

    /** Finds it; throws {@link UsageException} if there is no such thing. */
    Found find(String argument) {
        if (argument.startsWith(CLASS_PREFIX)) {
            return new Found.Named(argument.substring(CLASS_PREFIX.length()));
        }
        Path path = asPath(argument);
        if (path != null && Files.isDirectory(path)) {
            return inFolder(path);
        }
        if (path != null && Files.exists(path)) {
            return ofFile(path);
        }
        Examples examples = Examples.load();
        return examples.named(argument)
                .map(example -> copied(examples, example))
                .map(copied -> Files.isDirectory(copied) ? inFolder(copied) : ofFile(copied))
                .orElseThrow(() -> new UsageException(unknown(argument, examples)));
    }

    private static String unknown(String argument, Examples examples) {
        return "there is no file or folder '%s', and no example of that name; examples are %s"
                .formatted(
                        argument,
                        String.join(
                                ", ",
                                examples.all().stream().map(Examples.Example::name).toList()));
    }

    private static Path asPath(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException _) {
            return null; // it may still be the name of an example
        }
    }

    private static Found ofFile(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".java")) {
            return new Found.Source(file);
        }
        if (name.endsWith(".system") || name.endsWith(".xml")) {
            return new Found.Description(file);
        }
        throw new UsageException(
                "'%s' is no system: give a .system or .java file, a folder with one, class:NAME, or an example"
                        .formatted(file));
    }

    /** Its one system file, or the one beside it that has its name, or its one source. */
    private static Found inFolder(Path folder) {
        List<Path> descriptions = filesIn(folder, ".system");
        Path beside = folder.resolveSibling(folder.getFileName() + ".system");
        if (descriptions.isEmpty() && Files.exists(beside)) {
            return ofFile(beside);
        }
        List<Path> candidates = descriptions.isEmpty() ? filesIn(folder, ".java") : descriptions;
        if (candidates.size() != 1) {
            throw new UsageException(
                    candidates.isEmpty()
                            ? "folder '%s' holds neither a .system nor a .java file"
                                    .formatted(folder)
                            : "folder '%s' holds %s; name the one to run"
                                    .formatted(
                                            folder,
                                            String.join(
                                                    ", ",
                                                    candidates.stream()
                                                            .map(f -> f.getFileName().toString())
                                                            .toList())));
        }
        return ofFile(candidates.getFirst());
    }

    private static List<Path> filesIn(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException unreadable) {
            throw new UsageException(
                    "folder '%s' cannot be read: %s".formatted(folder, unreadable.getMessage()));
        }
    }

    private Path copied(Examples examples, Examples.Example example) {
        try {
            temporary = Files.createTempDirectory("atoll-example-");
            return examples.copy(example, temporary);
        } catch (IOException | UncheckedIOException failed) {
            throw new UsageException(
                    "the example cannot be copied into the temporary folder: "
                            + failed.getMessage());
        }
    }

    @Override
    public void close() {
        if (temporary == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(temporary)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete " + temporary, failed);
        }
    }
}
