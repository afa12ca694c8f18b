import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or applies google-java-format (AOSP style) to every Java source below a folder.
 *
 * <p>The formatter parses with the compiler of the JDK it runs on, and Maven may run on an older
 * Java than the sources are written in; so the build starts this file, as source, on the JDK that
 * it selected for the compiler ({@code docs/decisions/0001-build-with-selected-jdk.md}).
 *
 * <p>Usage: {@code FormatSources check|write FOLDER}. Exit code 0 when all is well, 1 when a file
 * is not formatted or does not parse.
 */
final class FormatSources {

    private final Formatter formatter =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    private final Path root;
    private final boolean write;

    private FormatSources(Path root, boolean write) {
        this.root = root;
        this.write = write;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2 || !List.of("check", "write").contains(arguments[0])) {
            System.err.println("usage: FormatSources check|write FOLDER");
            System.exit(2);
        }
        FormatSources run =
                new FormatSources(
                        Path.of(arguments[1]).toAbsolutePath().normalize(),
                        arguments[0].equals("write"));
        System.exit(run.allSources() ? 0 : 1);
    }

    /** Treats every source; returns whether the build may go on. */
    private boolean allSources() throws IOException {
        List<Path> sources = findSources();
        List<String> complaints =
                sources.parallelStream().map(this::complaintAbout).filter(c -> c != null).toList();
        for (String complaint : complaints) {
            System.err.println(complaint);
        }
        if (!complaints.isEmpty() && !write) {
            System.err.printf(
                    "%d of %d Java files are not in the project's format;"
                            + " `mvn -Pformat` formats them.%n",
                    complaints.size(), sources.size());
        }
        return complaints.isEmpty();
    }

    /** Returns one line about a source that needs a person's attention, or null. */
    private String complaintAbout(Path source) {
        Path name = root.relativize(source);
        try {
            String before = Files.readString(source);
            String after = formatter.formatSourceAndFixImports(before);
            if (before.equals(after)) {
                return null;
            }
            if (write) {
                Files.writeString(source, after);
                System.out.println("formatted " + name);
                return null;
            }
            return "not formatted: " + name;
        } catch (FormatterException problem) {
            return "does not parse: " + name + ":" + problem.getMessage();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Finds the sources below the root in name order, leaving out build output and dot folders. */
    private List<Path> findSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        String name = folder.getFileName().toString();
                        boolean skipped = name.equals("target") || name.startsWith(".");
                        return skipped && !folder.equals(root)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.getFileName().toString().endsWith(".java")) {
                            sources.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        sources.sort(null);
        return sources;
    }
}
