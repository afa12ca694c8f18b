package io.atoll.command.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
        Process process = start("run", "--out", "kept", "Busy.java");
        try (BufferedReader out = process.inputReader()) {
            assertEquals("busy", out.readLine());
            end(process, signal, number);

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

    /** Seeds that have failed have failed, whatever comes then. */
    @Test
    void shouldReturnTheCodeOfASeedThatFailed() throws IOException, InterruptedException {
        Process process =
                start(
                        "sim",
                        "--no-store",
                        "lost-wakeup",
                        "--seed",
                        "1",
                        "--seeds",
                        "1000000000",
                        "--keep-going");
        try (BufferedReader out = process.inputReader()) {
            awaitError("seed 0x");
            end(process, "INT", 2);

            String verdict = out.readLine();
            assertEquals(3, process.waitFor());
            assertTrue(
                    verdict.matches(
                            "FAIL liveness  lost-wakeup: seed 0x.*; then interrupted  \\(.*"),
                    verdict);
            awaitError("replay: atoll sim --no-store lost-wakeup --seed 0x");
        } finally {
            process.destroyForcibly();
        }
    }

    /** It is told before the search for the smallest, which the signal ends. */
    @Test
    void shouldReturnTheCodeOfARunThatIsMadeSmaller() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("Long.java"),
                """
                import io.atoll.coordinator.microkit.DirectProgram;
                import io.atoll.coordinator.microkit.PdContext;
                public class Long implements DirectProgram {
                    public void run(PdContext pd) {
                        for (int i = 0; i < 300_000; i++) pd.sel4().yieldNow();
                    }
                }
                """);
        Process process =
                start(
                        "sim",
                        "--no-store",
                        "Long.java",
                        "--seed",
                        "1",
                        "--until",
                        "marker:never said",
                        "--faults",
                        "stall=1us..2us@1",
                        "--shrink-time",
                        "10m");
        try (BufferedReader out = process.inputReader()) {
            String verdict = out.readLine();
            assertTrue(verdict.startsWith("FAIL liveness  Long: "), verdict);
            end(process, "INT", 2);

            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            assertEquals(3, process.exitValue());
            awaitError("replay: atoll sim --no-store Long.java ");
            assertFalse(Files.readString(folder.resolve("err")).contains("shrunk to"));
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-jar",
                                JAR.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("ATOLL_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.directory(folder.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private void end(Process process, String signal, int number)
            throws IOException, InterruptedException {
        // A shell starts what it puts into the background so that Ctrl-C passes it by.
        assumeFalse(Shell.ignores(process.pid(), number), "signals are ignored here");
        Shell.run(
                folder, Map.of(), "/bin/sh", "-c", "kill -%s %d".formatted(signal, process.pid()));
    }

    /** Waits until standard error has a line that begins so. */
    private void awaitError(String start) throws IOException, InterruptedException {
        while (Files.readAllLines(folder.resolve("err")).stream()
                .noneMatch(line -> line.startsWith(start))) {
            Thread.sleep(5);
        }
    }
}
