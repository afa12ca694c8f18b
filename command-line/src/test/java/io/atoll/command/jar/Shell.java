package io.atoll.command.jar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process, and what it printed. */
record Shell(int code, List<String> out, List<String> err) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The folder of the whole project. */
    static final Path PROJECT = project();

    private static Path project() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("atoll")) && Files.exists(at.resolve("pom.xml"))) {
                return at;
            }
        }
        throw new IllegalStateException("not inside the project");
    }

    static Shell run(Path folder, Map<String, String> environment, String... command) {
        try {
            Path out = Files.createTempFile("atoll-out", ".txt");
            Path err = Files.createTempFile("atoll-err", ".txt");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command)
                                .directory(folder.toFile())
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile());
                // Of the test's own JVM, not of the one that is tested.
                builder.environment().remove("JAVA_TOOL_OPTIONS");
                builder.environment().putAll(environment);
                Process process = builder.start();
                try {
                    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                        throw new AssertionError("still running: " + List.of(command));
                    }
                } finally {
                    process.destroyForcibly();
                }
                return new Shell(
                        process.exitValue(),
                        Files.readString(out, StandardCharsets.UTF_8).lines().toList(),
                        Files.readString(err, StandardCharsets.UTF_8).lines().toList());
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Whether a process ignores a signal, by its number; Linux only. */
    static boolean ignores(long pid, int signal) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(line.split("\\s+")[1], 16))
                .anyMatch(mask -> (mask >> (signal - 1) & 1) != 0);
    }
}
