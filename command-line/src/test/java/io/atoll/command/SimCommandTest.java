package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.command.testing.Expected;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code atoll sim}: every example, and that the same seed gives the same run. */
@Timeout(180)
class SimCommandTest {
    static final List<String> EXAMPLES = ExamplesTest.NAMES;

    private static CommandRun sim(String... arguments) {
        List<String> all = new ArrayList<>(List.of("sim", "-q", "--no-store"));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    /** What it prints in real time, but for the verdict, which has other figures. */
    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void shouldRunEveryExample(String name) throws IOException, URISyntaxException {
        Path file = Path.of(ExamplesTest.class.getResource("examples/" + name + ".txt").toURI());
        List<String> expected = Files.readAllLines(file);

        CommandRun run = sim(name, "--seed", "1");

        Expected.assertMatches(
                expected.subList(1, expected.size() - 1),
                run.out().subList(0, run.out().size() - 1));
        assertEquals(expected.getFirst(), "exit code " + run.code());
        assertTrue(run.out().getLast().contains("virtual by model 'mail'"), run.out().getLast());
    }

    @Test
    void shouldFindThatTwoRunsAreTheSame() {
        CommandRun run = CommandRun.of("sim", "--no-store", "name-service", "--check-determinism");

        assertEquals(0, run.code());
        assertTrue(run.err().getLast().contains("a second run had the same"), "" + run.err());
    }

    @Test
    void shouldRunManySeeds() {
        CommandRun run = sim("token-ring", "--seeds", "5", "--seed", "100");

        assertEquals(0, run.code());
        assertTrue(
                run.out()
                        .getLast()
                        .startsWith("PASS  token-ring  (5 of 5 seeds from 0x64, 0 failed"),
                "" + run.out());
    }

    @Test
    void shouldSayHowToRunAFailingSeedAgain() {
        CommandRun run = sim("crash", "--seeds", "3", "--seed", "9");

        assertEquals(4, run.code());
        assertTrue(
                run.err().getLast().matches("replay: atoll sim -q --no-store crash --seed 0x[9ab]"),
                "" + run.err());
    }

    @Test
    void shouldNameEverybodyWhoWaitsWhenNothingCanHappen() {
        CommandRun run = sim("name-service", "--seed", "1", "--until", "marker:never said");

        assertEquals(3, run.code());
        assertTrue(
                run.err().stream()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                "cluster 0  coordinator-0 +blocked on recv ep_\\S+"
                                                    + " \\(its cap 0x\\S+\\)  could be woken by:"
                                                    + " client \\(cap 0x\\S+\\), interrupt line"
                                                    + " \\d+, rung by coordinator-1 of cluster 1"
                                                    + " \\(cap 0x\\S+\\)")),
                "" + run.err());
        assertTrue(run.err().getLast().startsWith("replay: atoll sim"), "" + run.err());
    }

    @Test
    void shouldBeAModeOfRun() {
        CommandRun run =
                CommandRun.of("run", "-q", "--no-store", "--mode", "sim", "hello", "--seed", "7");

        assertEquals(sim("hello", "--seed", "7").out().getFirst(), run.out().getFirst());
        assertTrue(run.out().getLast().contains("seed 0x7"), run.out().getLast());
    }

    @Test
    void shouldTakeACostModelOfTheUsersOwn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("slow.costs");
        CostModel slower = CostModel.preset("mail").with(Cost.NULL_CALL, 6000);
        Files.writeString(file, slower.toText());

        CommandRun slow = sim("hello", "--seed", "7", "--costs", file.toString());

        assertEquals(0, slow.code());
        assertTrue(slow.out().getLast().contains("by model '" + file), slow.out().getLast());
        assertFalse(
                slow.out().getLast().equals(sim("hello", "--seed", "7").out().getLast()),
                slow.out().getLast());
    }

    @Test
    void shouldKeepTheSeedAndTheHash(@TempDir Path folder) throws IOException {
        CommandRun.of("sim", "hello", "--seed", "7", "--out", folder.resolve("run").toString());

        String verdict = Files.readString(folder.resolve("run/verdict.json"));
        assertTrue(verdict.contains("\"seed\" : \"0x7\""), verdict);
        assertTrue(verdict.contains("eventHash"), verdict);
    }

    @Test
    void shouldRunASystemOfManyClusters() {
        CommandRun run =
                sim("class:" + Programs.WideRing.class.getName(), "--topology", "17x1", "--seed=1");

        assertEquals(0, run.code(), run.err()::toString);
        assertEquals("member-0| has it", run.out().get(Programs.WideRing.CLUSTERS - 1));
    }

    @Test
    void shouldRefuseMoreCoresThanAMachineCanHave() {
        CommandRun run = sim("class:" + Programs.Where.class.getName(), "--topology", "1025x4");

        assertEquals(
                "atoll: error: 'Where' would run on 4100 cores of this topology; a machine can have"
                        + " at most 4096",
                run.complaint());
        assertEquals(2, run.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --seed five   | --seed cannot be 'five'; it is a number of 64 bits such as 42 or 0x5eed
                    --seeds 0     | --seeds cannot be 0; it is a number from 1 to 1,000,000,000
                    --pin on      | --pin and --spin are for real cores, not for simulated ones
                    --mode real   | 'atoll sim' is --mode sim; for real time use 'atoll run'
                    --costs free  | --costs: there is no file 'free', and no cost model of that name; 'atoll costs' lists them
                    """)
    void shouldSayInOneSentenceWhatAnOptionCannotBe(String options, String sentence) {
        List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
        arguments.add("hello");

        CommandRun run = sim(arguments.toArray(String[]::new));

        assertEquals("atoll: error: " + sentence, run.complaint());
        assertEquals(2, run.code());
    }

    @Nested
    class UntilEvents {
        private static CommandRun sim(String until, String... options) {
            List<String> all = new ArrayList<>(List.of("sim", "-q", "name-service", "--seed", "7"));
            all.addAll(List.of("--until", until));
            all.addAll(List.of(options));
            return CommandRun.of(all.toArray(String[]::new));
        }

        @ParameterizedTest
        @CsvSource({"'1 event', '1'", "'1000 events', '1,000'", "'2e3 events', '2,000'"})
        void shouldStopAfterSoMany(String until, String events) {
            CommandRun run = sim(until, "--no-store");

            assertEquals(0, run.code(), "" + run);
            assertTrue(
                    run.out().getLast().contains(", %s events, hash ".formatted(events)),
                    run.out().getLast());
        }

        @Test
        void shouldBeRepeatable(@TempDir Path folder) {
            Path out = folder.resolve("run");
            sim("1500 events", "--out", out.toString());

            CommandRun again = CommandRun.of("replay", out.toString());

            assertEquals(0, again.code(), "" + again);
            assertTrue(
                    again.err().getLast().startsWith("ATOLL|INFO: the same 1,500 events"),
                    "" + again);
        }

        @Test
        void shouldPassIfThereAreNotThatMany() {
            assertEquals(0, sim("999999999e9 events", "--no-store").code());
        }

        @ParameterizedTest
        @ValueSource(strings = {"0 events", "-1 events", "1.5 events", "1e10 events", "5events"})
        void shouldBeANumber(String until) {
            CommandRun run = sim(until, "--no-store");

            assertEquals(2, run.code());
            assertTrue(run.complaint().contains("'2000 events'"), run.complaint());
        }

        @Test
        void shouldNotBeForPinnedCores() {
            CommandRun run = CommandRun.of("run", "--no-store", "hello", "--until", "2000 events");

            assertEquals(2, run.code());
            assertTrue(run.complaint().contains("use 'atoll sim'"), run.complaint());
        }
    }
}
