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
                            + " multicore, simulator",
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

    @Nested
    class Modelled {
        @Test
        void shouldTellWhatCannotBeReproduced() {
            CommandRun run = CommandRun.of("bench", "reproduce", "mails");

            assertEquals(2, run.code());
            assertEquals(
                    "atoll: error: there is nothing to reproduce called 'mails'; there are mail,"
                            + " ppc-interference, notification, shared-service, lock-trace,"
                            + " smp-throughput, node-replication, mitigations",
                    run.complaint());
        }

        @Test
        void shouldListWhatCanBeReproduced() {
            CommandRun run = CommandRun.of("bench", "reproduce", "list");

            assertEquals(0, run.code());
            assertEquals(8, run.out().size(), run.out()::toString);
            assertTrue(run.out().getFirst().startsWith("mail "), run.out()::toString);
        }

        @Test
        void shouldPrintModelledFiguresBesidePublishedOnes() {
            CommandRun run =
                    CommandRun.of("bench", "reproduce", "mail", "-q", "--quick", "--seed", "3");

            assertEquals(0, run.code());
            assertTrue(run.out().getFirst().contains("modelled"), run.out()::toString);
            assertTrue(
                    run.out().contains("command   atoll bench reproduce mail --seed 0x3 --quick"),
                    run.out()::toString);
            assertTrue(
                    run.out().stream().anyMatch(line -> line.matches(" +same core +300 +300 .*")),
                    run.out()::toString);
        }

        @Test
        void shouldTellATopologyThatIsNone() {
            CommandRun run = CommandRun.of("bench", "argument", "--topology", "core:x");

            assertEquals(2, run.code());
            assertTrue(run.complaint().contains("--topology: "), run::complaint);
        }

        @Test
        void shouldPrintTheArgumentAsJson() throws IOException {
            CommandRun run =
                    CommandRun.of(
                            "bench", "argument", "-q", "--quick", "--topology", "2x2", "--json");

            assertEquals(0, run.code());
            JsonNode json = new ObjectMapper().readTree(String.join("\n", run.out()));
            assertEquals("virtual, modelled", json.get("clock").asText());
            assertEquals(9, json.get("tables").size());
        }
    }
}
