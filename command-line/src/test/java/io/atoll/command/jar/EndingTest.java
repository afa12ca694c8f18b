package io.atoll.command.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A run that is ended from outside says so, completes its folder, and hands the signal on. */
@Tag("jar")
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class EndingTest {
    private static final Path JAR = Shell.PROJECT.resolve("command-line/target/atoll.jar");

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"INT, 2, 130", "TERM, 15, 143"})
    void shouldCompleteTheFolderOfTheRun(String signal, int number, int code)
            throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("Busy.java"),
                """
                import io.atoll.coordinator.microkit.DirectProgram;
                import io.atoll.coordinator.microkit.PdContext;
                public class Busy implements DirectProgram {
                    public void run(PdContext pd) {
                        pd.dbgPuts("busy\\n");
                        while (true) pd.sel4().yieldNow();
                    }
                }
                """);
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-jar",
                        JAR.toString(),
                        "run",
                        "--out",
                        "kept",
                        "Busy.java");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.directory(folder.toFile()).redirectError(folder.resolve("err").toFile());
        Process process = builder.start();
        try (BufferedReader out = process.inputReader()) {
            assertEquals("busy", out.readLine());
            // A shell starts what it puts into the background so that Ctrl-C passes it by.
            assumeFalse(ignores(process.pid(), number), "signals are ignored here");

            Shell.run(
                    folder,
                    Map.of(),
                    "/bin/sh",
                    "-c",
                    "kill -%s %d".formatted(signal, process.pid()));

            List<String> rest = out.lines().toList();
            assertEquals(code, process.waitFor());
            assertEquals(1, rest.size(), rest::toString);
            assertTrue(rest.getFirst().startsWith("INTERRUPTED  Busy  ("), rest::toString);
            String verdict = Files.readString(folder.resolve("kept/verdict.json"));
            assertTrue(verdict.contains("\"verdict\" : \"INTERRUPTED\""), verdict);
            assertTrue(Files.exists(folder.resolve("kept/stats.txt")));
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean ignores(long pid, int signal) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(line.split("\\s+")[1], 16))
                .anyMatch(mask -> (mask >> (signal - 1) & 1) != 0);
    }
}
