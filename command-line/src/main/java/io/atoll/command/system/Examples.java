package io.atoll.command.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The examples that travel inside the jar: below {@code /examples}, either {@code NAME.system} with
 * its sources in a folder {@code NAME}, or only the folder, with an initial task in it.
 */
public final class Examples {
    private static final String FOLDER = "/examples";
    private static final String ENDING = ".system";

    private Examples() {}

    /**
     * One example.
     *
     * @param teaches the first sentence of its {@code README.md} behind the title
     */
    public record Example(String name, String teaches) {}

    /** All examples, by name. */
    public static List<Example> all() {
        return inside(
                root -> {
                    try (Stream<Path> folders = Files.list(root)) {
                        return folders.filter(Files::isDirectory)
                                .map(folder -> new Example(nameOf(folder), teaches(folder)))
                                .sorted((a, b) -> a.name().compareTo(b.name()))
                                .toList();
                    }
                });
    }

    /** All files of an example, by their path below {@code examples}; empty if there is none. */
    public static Map<String, String> filesOf(String name) {
        return inside(
                root -> {
                    Path folder = root.resolve(name);
                    if (!isPlainName(name) || !Files.isDirectory(folder)) {
                        return Map.of();
                    }
                    Map<String, String> files = new LinkedHashMap<>();
                    Path description = root.resolve(name + ENDING);
                    if (Files.exists(description)) {
                        files.put(name + ENDING, Files.readString(description));
                    }
                    try (Stream<Path> inFolder = Files.walk(folder)) {
                        for (Path file : inFolder.filter(Files::isRegularFile).sorted().toList()) {
                            files.put(root.relativize(file).toString(), Files.readString(file));
                        }
                    }
                    return files;
                });
    }

    /**
     * Writes an example and what it needs into a folder.
     *
     * @return what to run: its description, or its folder; empty if there is no such example
     */
    public static Optional<Path> copy(String name, Path target) throws IOException {
        Map<String, String> files = filesOf(name);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(target.resolve(file.getKey()), file.getValue());
        }
        String settings = settings();
        if (!settings.isEmpty()) {
            write(target.resolve("atoll.toml"), settings);
        }
        Path description = target.resolve(name + ENDING);
        return Optional.of(Files.exists(description) ? description : target.resolve(name));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** The settings that all examples share. */
    private static String settings() {
        return inside(
                root -> {
                    Path file = root.resolve("atoll.toml");
                    return Files.exists(file) ? Files.readString(file) : "";
                });
    }

    private static boolean isPlainName(String name) {
        return name.matches("[A-Za-z0-9-]+");
    }

    private static String nameOf(Path folder) {
        return folder.getFileName().toString().replace("/", "");
    }

    private static String teaches(Path folder) {
        Path readme = folder.resolve("README.md");
        try {
            return Files.readAllLines(readme).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .findFirst()
                    .orElse("");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "the example in " + folder + " has no README.md", unreadable);
        }
    }

    /** What is done with the folder of examples while it is open. */
    private interface Visit<T> {
        T apply(Path root) throws IOException;
    }

    private static <T> T inside(Visit<T> visit) {
        URL url = Examples.class.getResource(FOLDER);
        if (url == null) {
            throw new IllegalStateException("this jar was built without its examples");
        }
        try {
            URI uri = url.toURI();
            if (!uri.getScheme().equals("jar")) {
                return visit.apply(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return visit.apply(jar.getPath(FOLDER));
            }
        } catch (IOException | URISyntaxException broken) {
            throw new IllegalStateException("the examples in the jar cannot be read", broken);
        }
    }
}
