package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code atoll replay}: from the folder alone, the same run, event by event. */
@Timeout(120)
class ReplayCommandTest {
    @TempDir private Path temporary;
    private Path folder;

    @BeforeEach
    void nameFolder() {
        folder = temporary.resolve("run");
    }

    private CommandRun sim(String... arguments) {
        List<String> all = new ArrayList<>(List.of("sim", "-q", "--out", folder.toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private CommandRun replay(String... options) {
        List<String> all = new ArrayList<>(List.of("replay", folder.toString()));
        all.addAll(List.of(options));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static void assertSame(CommandRun before, CommandRun now) {
        assertEquals(before.code(), now.code(), now.err()::toString);
        assertTrue(now.err().getLast().startsWith("ATOLL|INFO: the same "), now.err()::toString);
        assertEquals(
                before.out().subList(0, before.out().size() - 1),
                now.out().subList(0, now.out().size() - 1));
    }

    private void change(String file, String what, String into) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(what), text);
        Files.writeString(path, text.replace(what, into));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"name-service", "crash", "token-ring", "initial-task"})
    void shouldRunAnExampleAgain(String example) {
        assertSame(sim(example), replay());
    }

    @Test
    void shouldFailAsTheRunDid() {
        CommandRun run = sim("name-service", "--until", "marker:never said");

        assertEquals(3, run.code());
        assertEquals("replay: atoll replay " + folder, run.err().getLast());
        CommandRun again = replay();
        assertEquals(3, again.code());
        assertTrue(Files.exists(folder.resolve("trace.json")));
    }

    @Test
    void shouldRunFaultsAgain() {
        CommandRun run = sim("name-service", "--faults", "delay=1us..50us@0.9", "--seed", "5");

        assertSame(run, replay());
        assertTrue(Files.exists(folder.resolve("faults.txt")));
    }

    /** What is not in the folder is not needed: programs found elsewhere, settings, costs. */
    @Test
    void shouldNeedNothingButTheFolder() throws IOException {
        Path system = Files.createDirectories(temporary.resolve("system"));
        Path programs = Files.createDirectories(temporary.resolve("programs"));
        Files.writeString(
                system.resolve("a.system"),
                """
                <system>
                  <protection_domain name="a"><program_image path="a.elf"/></protection_domain>
                </system>
                """);
        Files.writeString(
                programs.resolve("A.java"),
                """
                import io.atoll.coordinator.microkit.*;
                public class A implements DirectProgram {
                    public void run(PdContext pd) { Beside.greet(pd); }
                }
                """);
        Files.writeString(
                programs.resolve("Beside.java"),
                """
                import io.atoll.coordinator.microkit.*;
                class Beside {
                    static void greet(PdContext pd) { pd.dbgPuts("greetings\\n"); }
                }
                """);
        Path costs = temporary.resolve("own.costs");
        Files.writeString(costs, CostModel.preset("mail").with(Cost.NULL_CALL, 6000).toText());
        CommandRun run =
                sim(
                        system.toString(),
                        "--search-path",
                        programs.toString(),
                        "--set",
                        "images.\"a.elf\"=A.java",
                        "--costs",
                        costs.toString());
        assertEquals(0, run.code(), run.err()::toString);
        delete(system);
        delete(programs);
        Files.delete(costs);

        assertSame(run, replay());
    }

    @Nested
    class WhenItIsAnotherRun {
        @Test
        void shouldNameTheFirstDifference() throws IOException {
            sim("name-service", "--seed", "7");
            change("config.resolved.toml", "seed = \"0x7\"", "seed = \"0x8\"");

            CommandRun again = replay();

            assertEquals(5, again.code());
            assertTrue(
                    again.out()
                            .getLast()
                            .matches(
                                    "UNKNOWN  name-service: this is another run than the one of"
                                        + " [\\d,]+ events with hash [0-9a-f]{16}: event [\\d,]+"
                                        + " was .* on core \\d at cycle [\\d,]+, now .*"),
                    again.out().getLast());
        }

        @Test
        void shouldSayThatItsFilesWereChanged() throws IOException {
            sim("hello", "--seed", "7");
            change("system/hello/Hello.java", "hello, world", "hello, moon");

            CommandRun again = replay();

            assertEquals(5, again.code());
            assertTrue(
                    again.err().stream()
                            .anyMatch(line -> line.contains("are not those of the run")),
                    again.err()::toString);
        }

        @Test
        void shouldNotBelieveAnotherVerdict() throws IOException {
            sim("hello", "--seed", "7");
            change("verdict.json", "\"code\" : 0", "\"code\" : 3");

            assertEquals(5, replay().code());
        }

        @Test
        void shouldSayThatThereIsNothingToCompareWith() throws IOException {
            sim("hello", "--seed", "7");
            Files.delete(folder.resolve("verdict.json"));

            CommandRun again = replay();

            assertEquals(5, again.code());
            assertTrue(again.out().getLast().contains("never came to its end"));
        }
    }

    @Nested
    class WhenItCannotBeRepeated {
        private void assertRefused(String sentence) {
            CommandRun again = replay();

            assertEquals(2, again.code());
            assertTrue(again.complaint().contains(sentence), again.complaint());
        }

        @Test
        void shouldSayThatThereIsNoRun() {
            assertRefused("is no folder of a run");
        }

        @Test
        void shouldSayThatItWasOnPinnedCores() {
            CommandRun.of("run", "-q", "--out", folder.toString(), "hello");

            assertRefused("was on pinned cores");
        }

        @Test
        void shouldSayThatItWasByAnotherAtoll() throws IOException {
            sim("hello");
            change("config.resolved.toml", "version = \"", "version = \"9.");

            assertRefused("was by Atoll 9.");
        }

        @Test
        void shouldSayThatItsClassIsGone() throws IOException {
            sim("hello");
            change("config.resolved.toml", "system = \"hello\"", "system = \"class:no.Such\"");
            change("config.resolved.toml", "files = \"system/hello.system\"", "files = \"\"");

            assertRefused("there is no class 'no.Such'");
        }

        /** Whatever somebody wrote into them. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '^',
                textBlock =
                        """
                        verdict.json         | "code" :        | "kode" :          | run/verdict.json' says no 'code'
                        verdict.json         | "code" : 0      | "code" : "zero"   | run/verdict.json' says no 'code'
                        verdict.json         | "events" :      | "event" :         | run/verdict.json' says no 'events'
                        verdict.json         | "verdict" :     | "word" :          | run/verdict.json' says no 'verdict'
                        verdict.json         | "eventHash" :   | "hash" :          | run/verdict.json' says no 'eventHash'
                        verdict.json         | "endedByHost" : | "byHost" :        | run/verdict.json' says no 'endedByHost'
                        verdict.json         | {               | [                 | run/verdict.json' is no JSON object
                        config.resolved.toml | raw = false     | raw = "no"        | 'raw' must be true or false
                        config.resolved.toml | ppc = "strict"  | ppc = "lax"       | 'ppc' cannot be 'lax'; it is strict or coordinator
                        config.resolved.toml | on-fault = "fail" | on-fault = "cry" | 'on-fault' cannot be 'cry'; it is fail or continue
                        config.resolved.toml | set = []        | set = 5           | 'set' must be a list of texts
                        config.resolved.toml | set = []        | set = [5]         | 'set' must be a list of texts
                        config.resolved.toml | seed = "0x7"    | seed = "lucky"    | 'seed' cannot be 'lucky'
                        config.resolved.toml | seed = "0x7"    | seed = []         | 'seed' must be a text
                        config.resolved.toml | seed = "0x7"    |                   | does not say 'seed'
                        config.resolved.toml | cost.           | price.            | does not say 'cost'
                        config.resolved.toml | cost.           | cost.more.        | must be an integer
                        config.resolved.toml | costs =         | cost = 5 #        | cannot be read
                        """)
        void shouldSayWhatIsWrongInItsFiles(String file, String what, String into, String sentence)
                throws IOException {
            sim("hello", "--seed", "7");
            change(file, what, into == null ? "" : into);

            assertRefused(sentence);
        }

        @Test
        void shouldSayThatItsCostsAreNoTable() throws IOException {
            sim("hello");
            Path file = folder.resolve("config.resolved.toml");
            Files.writeString(
                    file, Files.readString(file).replaceAll("(?m)^cost\\..*\n", "") + "cost = 5\n");

            assertRefused("'cost' must be a table");
        }

        @Test
        void shouldSayThatItsVerdictIsEmpty() throws IOException {
            sim("hello");
            Files.writeString(folder.resolve("verdict.json"), "");

            assertRefused("run/verdict.json' is no JSON object");
        }

        @Test
        void shouldSayThatItsConfigurationIsNoText() throws IOException {
            sim("hello");
            Files.write(folder.resolve("config.resolved.toml"), new byte[] {(byte) 0xff});

            assertRefused("run/config.resolved.toml' is no text");
        }
    }

    @Nested
    class UpToAPlace {
        @BeforeEach
        void run() {
            sim("name-service", "--seed", "7");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 100, 2000, 2300})
        void shouldStopRightAfterAnEvent(int events) {
            CommandRun stopped = replay("--to", Integer.toString(events));

            assertEquals(0, stopped.code(), stopped.err()::toString);
            assertTrue(
                    stopped.out().contains("stopped after %,d events".formatted(events)),
                    stopped.out()::toString);
        }

        /** Between the second answer and the third: nothing of what comes then is printed. */
        @Test
        void shouldSayWhatEverybodyIsAt() {
            List<String> lines = replay("--to", "673us").out();

            assertTrue(lines.contains("client| plus 2 makes 3"), lines::toString);
            assertFalse(lines.contains("client| plus 3 makes 6"), lines::toString);
            assertTrue(
                    lines.stream().anyMatch(line -> line.matches("  core 0  67\\d\\.\\d+ us .*")));
            assertTrue(
                    lines.stream()
                            .anyMatch(line -> line.startsWith("  coordinator-0  blocked on")));
            assertTrue(
                    lines.stream()
                            .anyMatch(
                                    line -> line.matches("  client>server  \\d sent, \\d found.*")),
                    lines::toString);
            assertTrue(
                    lines.getLast().matches(" +2,?\\d+ +67\\d\\.\\d+ us  core \\d .*"),
                    lines.getLast());
        }

        @Test
        void shouldSayThatTheRunEndsBefore() {
            CommandRun whole = replay("--to", "1s");

            assertEquals(5, whole.code());
            assertTrue(whole.out().getLast().contains("the run ends before that"));
        }

        @ParameterizedTest
        @CsvSource({"soon", "1.5", "5 parsecs", "-3"})
        void shouldSayInOneSentenceWhatAPlaceCannotBe(String place) {
            CommandRun wrong = replay("--to=" + place);

            assertEquals(2, wrong.code());
            assertTrue(wrong.complaint().contains("--to cannot be '" + place), wrong.complaint());
        }
    }

    @Test
    void shouldDrawARunThatWasKept() throws IOException {
        sim("name-service", "--seed", "7");
        Path trace = temporary.resolve("t.json");

        assertEquals(0, replay("--trace", trace.toString()).code());

        assertTrue(Files.readString(trace).contains("client>server #0"));
        assertTrue(
                Files.readString(folder.resolve("messages.svg")).contains("client&gt;server #0"));
    }
}
