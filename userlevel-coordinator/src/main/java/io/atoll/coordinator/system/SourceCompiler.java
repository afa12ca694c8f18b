package io.atoll.coordinator.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * Compiles Java source files into memory, against a class path: all of them together, so that they
 * may refer to each other, and with their folders as source path, so that they may refer to files
 * beside them.
 */
final class SourceCompiler {
    private final JavaCompiler compiler;
    private final String classPath;

    SourceCompiler(JavaCompiler compiler, String classPath) {
        this.compiler = compiler;
        this.classPath = classPath;
    }

    /**
     * What came out.
     *
     * @param classes class files by binary name, those of files that were drawn in too
     * @param namesBySource names of the top-level classes of each source given
     * @param diagnostics errors of the compiler, by file and place; empty if all is well
     */
    record Outcome(
            Map<String, byte[]> classes,
            Map<Path, List<String>> namesBySource,
            List<Diagnostic> diagnostics) {
        /** The class that a source stands for: the one of its name, or its only one. */
        Optional<String> programClass(Path source) {
            List<String> names = namesBySource.getOrDefault(source, List.of());
            if (names.size() == 1) {
                return Optional.of(names.getFirst());
            }
            String fileName = source.getFileName().toString();
            String wanted = fileName.substring(0, fileName.lastIndexOf('.'));
            return names.stream()
                    .filter(name -> name.substring(name.lastIndexOf('.') + 1).equals(wanted))
                    .findFirst();
        }
    }

    /**
     * Compiles.
     *
     * @param sources files that exist; one given twice counts once
     */
    Outcome compile(List<Path> sources) {
        Set<Path> distinct = new LinkedHashSet<>(sources);
        DiagnosticCollector<JavaFileObject> remarks = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(
                                remarks, Locale.ROOT, StandardCharsets.UTF_8);
                MemoryFileManager memory = new MemoryFileManager(files)) {
            files.setLocationFromPaths(StandardLocation.SOURCE_PATH, sourcePath(distinct));
            boolean succeeded =
                    compiler.getTask(
                                    null,
                                    memory,
                                    remarks,
                                    options(),
                                    null,
                                    files.getJavaFileObjectsFromPaths(distinct))
                            .call();
            List<Diagnostic> errors = errors(remarks.getDiagnostics());
            if (!succeeded && errors.isEmpty()) {
                throw new IllegalStateException("the compiler failed without saying why");
            }
            return new Outcome(memory.classes(), memory.topLevelNames(distinct), errors);
        } catch (IOException e) {
            throw new UncheckedIOException("the compiler's files cannot be managed", e);
        }
    }

    private List<String> options() {
        return List.of(
                "-classpath",
                classPath,
                "-proc:none",
                "-g",
                "-nowarn",
                "-Xlint:none",
                "-Xprefer:source");
    }

    private static List<Path> sourcePath(Set<Path> sources) throws IOException {
        Set<Path> roots = new LinkedHashSet<>();
        for (Path source : sources) {
            roots.add(SourceRoot.of(source));
        }
        return List.copyOf(roots);
    }

    private static List<Diagnostic> errors(
            List<javax.tools.Diagnostic<? extends JavaFileObject>> remarks) {
        List<Diagnostic> errors = new ArrayList<>();
        for (javax.tools.Diagnostic<? extends JavaFileObject> remark : remarks) {
            if (remark.getKind() == javax.tools.Diagnostic.Kind.ERROR) {
                errors.add(translate(remark));
            }
        }
        errors.sort(Comparator.comparing(Diagnostic::file).thenComparing(Diagnostic::position));
        return List.copyOf(errors);
    }

    private static Diagnostic translate(javax.tools.Diagnostic<? extends JavaFileObject> remark) {
        JavaFileObject source = remark.getSource();
        Position position = source == null ? Position.NONE : positionOf(remark, source);
        return new Diagnostic(
                source == null ? "javac" : source.getName(),
                position.row(),
                position.column(),
                Diagnostic.Severity.ERROR,
                String.join("; ", remark.getMessage(Locale.ROOT).strip().split("\\s*\\R\\s*"))
                        .replaceAll("\\s+", " "),
                "",
                Rule.E_IMAGE_COMPILE);
    }

    /** Row and column; the compiler's own column counts a tab as several. */
    private static Position positionOf(javax.tools.Diagnostic<?> remark, JavaFileObject source) {
        if (remark.getPosition() == javax.tools.Diagnostic.NOPOS) {
            return Position.NONE;
        }
        try {
            String text = source.getCharContent(true).toString();
            return new TextPositions(text).at((int) remark.getPosition());
        } catch (IOException e) {
            // The file went away after it was compiled: the compiler's own count is good enough.
            return new Position((int) remark.getLineNumber(), (int) remark.getColumnNumber());
        }
    }
}
