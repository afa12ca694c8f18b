package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.atoll.command.system.Examples;
import io.atoll.coordinator.system.Rule;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The root, and the commands that run no system. */
class CommandsTest {
    @Nested
    class Root {
        @Test
        void shouldExplainItselfWithoutACommand() {
            CommandRun run = CommandRun.of();

            assertEquals(0, run.code());
            for (String command : List.of("run", "check", "topo", "bench", "doctor", "examples")) {
                assertTrue(
                        run.out().stream().anyMatch(line -> line.startsWith("  " + command + " ")),
                        command);
            }
        }

        @Test
        void shouldSuggestTheCommandThatWasMeant() {
            CommandRun run = CommandRun.of("exampels");

            assertEquals(2, run.code());
            assertTrue(run.err().get(1).contains("atoll examples"), run.err()::toString);
        }

        @Test
        void shouldSayItsVersion() {
            CommandRun run = CommandRun.of("--version");

            assertTrue(run.out().getFirst().startsWith("atoll "), run.out()::toString);
            assertTrue(run.out().getFirst().contains(", Java "), run.out()::toString);
        }
    }

    @Nested
    class Topo {
        @Test
        void shouldShowClustersOfAShorthand() {
            CommandRun run = CommandRun.of("topo", "2x2");

            assertEquals(0, run.code());
            assertTrue(run.out().contains("2 clusters by l2"), run.out()::toString);
        }

        @Test
        void shouldGroupByTheLevelAskedFor() {
            assertTrue(
                    CommandRun.of("topo", "2x2", "--cluster-by", "core")
                            .out()
                            .contains("4 clusters by core"));
            assertTrue(
                    CommandRun.of("topo", "2x2", "--cluster-by", "all")
                            .out()
                            .contains("1 cluster by all"));
        }

        @Test
        void shouldPrintTheSyntheticNotationThatItReads() {
            String printed = CommandRun.of("topo", "2x2", "--synthetic").out().getFirst();

            assertEquals(CommandRun.of("topo", "2x2").out(), CommandRun.of("topo", printed).out());
        }

        @Test
        void shouldPrintWhatOtherProgramsRead() throws IOException {
            assertEquals(
                    "<topology version=\"2.0\">",
                    CommandRun.of("topo", "2x2", "--xml").out().get(2));
            JsonNode json = json(CommandRun.of("topo", "2x2", "--json"));

            assertEquals("l2", json.get("clusterBy").asText());
            assertEquals("[2,3]", json.get("clusters").get(1).get("cores").toString());
        }

        @Test
        void shouldHaveOneFormAtATime() {
            assertEquals(2, CommandRun.of("topo", "2x2", "--xml", "--json").code());
        }

        @Test
        void shouldShowThisHost() {
            CommandRun run = CommandRun.of("topo");

            assertEquals(0, run.code());
            assertTrue(run.out().getFirst().startsWith("Machine"), run.out()::toString);
        }

        @Test
        void shouldPointAtWhatItCannotRead() {
            CommandRun run = CommandRun.of("topo", "l2:2 core:");

            assertEquals(2, run.code());
            assertTrue(
                    run.complaint().startsWith("atoll: error: topology, column 11: "),
                    run.complaint());
        }
    }

    @Test
    void shouldDiagnoseTheHostWithAVerdictThatTheExitCodeRepeats() {
        CommandRun run = CommandRun.of("doctor");

        boolean isFit = run.out().contains("verdict    fit for measuring");
        assertEquals(isFit ? 0 : 5, run.code());
        for (String what : List.of("java", "topology", "clusters", "pinning", "clock", "noise")) {
            assertTrue(run.out().stream().anyMatch(line -> line.startsWith(what + " ")), what);
        }
    }

    private static JsonNode json(CommandRun run) throws IOException {
        return new ObjectMapper().readTree(String.join("\n", run.out()));
    }

    @Test
    void shouldDiagnoseTheHostForPrograms() throws IOException {
        CommandRun run = CommandRun.of("doctor", "--json");

        JsonNode json = json(run);
        assertEquals(run.code() == 0, json.get("verdict").asText().equals("fit for measuring"));
        assertEquals(run.code() == 0, json.get("complaints").isEmpty());
    }

    @Nested
    class Help {
        @Test
        void shouldExplainCommandsAndTopics() {
            assertEquals(CommandRun.of("run", "--help").out(), CommandRun.of("help", "run").out());
            assertTrue(
                    CommandRun.of("help", "exit-codes").out().getFirst().startsWith("  0  PASS"));
            assertTrue(CommandRun.of("help", "settings").out().size() > 5);
            assertEquals(CommandRun.of().out(), CommandRun.of("help").out());
        }

        @ParameterizedTest
        @EnumSource
        void shouldExplainEveryIdThatAnErrorHas(Rule rule) {
            CommandRun run = CommandRun.of("help", rule.id());

            assertEquals(0, run.code());
            assertTrue(run.out().getFirst().endsWith(rule.explanation()), run.out()::toString);
            assertTrue(CommandRun.of("help", "errors").out().contains(run.out().getFirst()));
        }

        @Test
        void shouldSayWhatThereIsHelpOn() {
            CommandRun run = CommandRun.of("help", "me");

            assertEquals(2, run.code());
            assertEquals(
                    "atoll: error: there is no help on 'me'; there is on every command, on"
                            + " exit-codes, settings, faults, errors, and on ids of errors",
                    run.complaint());
        }

        @ParameterizedTest
        @ValueSource(strings = {"run", "check", "topo", "bench ipc", "test", "doctor", "examples"})
        void shouldNameTheClosestOptionForOneThatIsNone(String command) {
            CommandRun run = CommandRun.of((command + " --colour").split(" "));

            assertEquals(2, run.code());
            assertTrue(run.err().getLast().contains("--color"), run.err()::toString);
        }
    }

    @Nested
    class ListOfExamples {
        @Test
        void shouldBeThereForPrograms() throws IOException {
            JsonNode json = json(CommandRun.of("examples", "--json"));

            assertEquals("hello", json.get(0).get("name").asText());
            assertEquals(Examples.load().all().size(), json.size());
        }

        @Test
        void shouldBeInLearningOrderWithASentenceEach() {
            List<String> lines = CommandRun.of("examples").out();

            assertEquals(
                    List.of(
                            "hello",
                            "ping-pong",
                            "ping-pong-two-clusters",
                            "ping-pong-brief",
                            "two-cores",
                            "name-service",
                            "initial-task",
                            "crash",
                            "token-ring",
                            "lost-wakeup",
                            "lost-wakeup-mended",
                            "replicated-register",
                            "stale-read",
                            "spin-lock",
                            "spin-lock-naive"),
                    lines.stream()
                            .takeWhile(line -> !line.isBlank())
                            .map(line -> line.substring(0, line.indexOf(' ')))
                            .toList());
            lines.stream()
                    .takeWhile(line -> !line.isBlank())
                    .forEach(line -> assertTrue(line.matches("\\S+ +[A-Z].*\\."), line));
        }

        @Test
        void shouldShowTheFilesOfOne() {
            List<String> lines = CommandRun.of("examples", "hello").out();

            assertTrue(lines.contains("==> hello.system <=="), lines::toString);
            assertTrue(lines.contains("==> hello/Hello.java <=="), lines::toString);
        }

        @Test
        void shouldCopyOneThatRunsThen(@TempDir Path folder) {
            Path target = folder.resolve("mine");

            CommandRun copied =
                    CommandRun.of("examples", "name-service", "--copy-to", target.toString());

            assertEquals(0, copied.code());
            Path file = target.resolve("name-service.system");
            assertEquals(List.of("run it with: atoll run " + file), copied.out());
            assertEquals(0, CommandRun.of("run", "--no-store", file.toString()).code());
        }

        @Test
        void shouldOverwriteNothing(@TempDir Path folder) {
            CommandRun run = CommandRun.of("examples", "hello", "--copy-to", folder.toString());

            assertEquals(2, run.code());
            assertEquals("atoll: error: '%s' exists already".formatted(folder), run.complaint());
            assertTrue(Files.exists(folder));
        }

        @Test
        void shouldRefuseANameThatItDoesNotHave() {
            CommandRun run = CommandRun.of("examples", "helo");

            assertEquals(2, run.code());
            assertEquals(
                    "atoll: error: there is no example 'helo'; 'atoll examples' lists them",
                    run.complaint());
        }
    }
}
