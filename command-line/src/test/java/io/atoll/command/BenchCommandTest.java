package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code atoll bench} accepts and refuses; what it measures is tested where it is measured.
 */
class BenchCommandTest {
    @TempDir private Path folder;

    @Nested
    class Refusals {
        private static void assertRefused(String sentence, String... arguments) {
            CommandRun run = CommandRun.of(arguments);

            assertEquals("atoll: error: " + sentence, run.complaint());
            assertEquals(2, run.code());
            assertEquals(0, run.out().size(), run.out()::toString);
        }

        @Test
        void shouldTellASuiteThatIsNone() {
            assertRefused(
                    "there is no suite 'ipcs'; there are ipc, messaging, throughput, kernel,"
                            + " multicore",
                    "bench",
                    "ipcs");
        }

        @Test
        void shouldTellABenchmarkThatIsNone() {
            assertRefused(
                    "suite 'ipc' has no benchmark or subject 'call', 'aeron'",
                    "bench",
                    "ipc",
                    "--only",
                    "call,aeron");
        }

        @Test
        void shouldTellBeforeMeasuringThatResultsCannotBeWritten() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "no folder");
            Path inside = folder.resolve("no/such/results.json");

            assertRefused(
                    "cannot write '%s': there is no such folder".formatted(inside),
                    "bench",
                    "ipc",
                    "--json",
                    inside.toString());
            assertRefused(
                    "cannot write '%s': it is a folder".formatted(folder),
                    "bench",
                    "ipc",
                    "--json",
                    folder.toString());
            assertRefused(
                    "cannot write into folder '%s': it is no folder".formatted(file),
                    "bench",
                    "ipc",
                    "--hlog",
                    file.toString());
        }

        @Test
        void shouldNeedASuite() {
            CommandRun run = CommandRun.of("bench");

            assertEquals(2, run.code());
            assertTrue(run.err().getFirst().contains("SUITE"), run.err()::toString);
        }
    }

    @Test
    void shouldPrintJsonAloneWhereThatIsAskedFor() throws IOException {
        CommandRun run =
                CommandRun.of(
                        "bench", "ipc", "-q", "--quick", "--only", "null-system-call", "--json");

        assertEquals(0, run.code());
        JsonNode json = new ObjectMapper().readTree(String.join("\n", run.out()));
        assertEquals("null-system-call", json.get("results").get(0).get("benchmark").asText());
    }
}
