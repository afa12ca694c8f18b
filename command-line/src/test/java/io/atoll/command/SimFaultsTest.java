package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code atoll sim --faults}: what fails, what passes, and what is made of a failure. */
@Timeout(180)
class SimFaultsTest {
    private static final String COUNTS = "class:io.atoll.command.FaultyPrograms$CountsWakeUps";
    private static final String FLAG = "class:io.atoll.command.FaultyPrograms$FlagBeforeMessage";
    private static final String TALK = "class:io.atoll.command.FaultyPrograms$Talk";
    private static final String RESTLESS = "class:io.atoll.command.FaultyPrograms$Restless";

    private static CommandRun sim(String... arguments) {
        List<String> all = new ArrayList<>(List.of("sim", "-q", "--topology", "2x1"));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static CommandRun unstored(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--no-store"));
        all.addAll(List.of(arguments));
        return sim(all.toArray(String[]::new));
    }

    /** A wake-up is lost by a fault, so that what is waited for does not come. */
    private static CommandRun notAllCome(String... options) {
        List<String> all = new ArrayList<>(List.of(COUNTS));
        all.addAll(List.of(options));
        all.addAll(List.of("--until", "marker:all have come", "--seed", "1"));
        all.addAll(List.of("--faults", "at doorbell 6 of core 0 coalesce for 200us"));
        return unstored(all.toArray(String[]::new));
    }

    private static String verdict(CommandRun run) {
        assertFalse(run.out().isEmpty(), "" + run);
        return run.out().getLast();
    }

    /** The words of a line, as a shell takes them apart. */
    private static String[] words(String replay) {
        assertTrue(replay.startsWith("replay: atoll "), replay);
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(replay.substring(14));
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        return words.toArray(String[]::new);
    }

    private static String shrunk(CommandRun run) {
        return run.err().stream()
                .filter(line -> line.startsWith("shrunk to"))
                .findFirst()
                .orElse("");
    }

    @Nested
    class ProtocolsThatDoNotSurvive {
        private void checkFails(
                String system, String faults, int code, String event, String... options) {
            List<String> all = new ArrayList<>(List.of(system, "--seed", "1"));
            all.addAll(List.of(options));
            all.addAll(List.of("--seeds", "30"));
            CommandRun undisturbed = unstored(all.toArray(String[]::new));
            assertEquals(0, undisturbed.code(), "" + undisturbed);

            // Enough on a host that is busy, too.
            all.addAll(List.of("--faults", faults, "--shrink-time", "60s"));
            CommandRun failing = unstored(all.toArray(String[]::new));

            assertEquals(code, failing.code(), "" + failing);
            assertTrue(
                    shrunk(failing).matches("shrunk to [\\d,]+ events, 1 " + event + "  \\(by .*"),
                    "" + failing.err());
            CommandRun again = CommandRun.of(words(failing.err().getLast()));
            assertEquals(code, again.code(), "" + again);
            assertTrue(verdict(again).matches(".*, 1 " + event + ",.*"), verdict(again));
        }

        @Test
        void shouldFailWhereTwoRingsBecomeOne() {
            checkFails(
                    COUNTS,
                    "default,coalesce=0.2,stall=0",
                    3,
                    "coalesced doorbell",
                    "--until",
                    "marker:all have come");
        }

        @Test
        void shouldFailWhereAWriteIsTorn() {
            checkFails(FLAG, "default,torn=100us@0.5", 4, "(torn write|stall)");
        }

        /** What it is that matters is found out of hundreds that do not. */
        @Test
        void shouldFailByTheOneFaultThatMatters() {
            CommandRun run =
                    unstored(
                            COUNTS,
                            "--shrink-time",
                            "60s",
                            "--seed",
                            "4",
                            "--until",
                            "marker:all have come",
                            "--faults",
                            "delay=1us..5us@0.5,stall=1us..5us@500,at doorbell 6 of core 0 coalesce"
                                    + " for 200us");

            assertEquals(3, run.code(), "" + run);
            assertTrue(verdict(run).matches(".* \\d,\\d+ stalls,.*"), verdict(run));
            assertTrue(
                    run.err()
                            .getLast()
                            .matches(
                                    ".* --faults 'at doorbell 6 of core 0 coalesce for"
                                            + " 100us,jitter=0,faulty-for=.*'"),
                    run.err().getLast());
        }

        @Test
        void shouldBeLeftAsTheyAreIfAsked() {
            CommandRun run = notAllCome("--no-shrink");

            assertEquals(3, run.code());
            assertEquals("", shrunk(run));
            assertTrue(run.err().getLast().startsWith("replay: atoll sim"), "" + run.err());
        }
    }

    @Nested
    class Folders {
        @Test
        void shouldKeepTheRunAndTheSmallest(@TempDir Path folder) throws IOException {
            Path out = folder.resolve("run");
            CommandRun run =
                    sim(
                            "--out",
                            out.toString(),
                            COUNTS,
                            "--seeds",
                            "30",
                            "--seed",
                            "1",
                            "--until",
                            "marker:all have come",
                            "--faults",
                            "default,coalesce=0.2");

            assertEquals(3, run.code(), "" + run);
            assertEquals("replay: atoll replay " + out.resolve("shrunk"), run.err().getLast());
            assertTrue(
                    Files.readString(out.resolve("shrunk/faults.txt"))
                            .matches("(?s)at doorbell \\d+ of core \\d coalesce for .*"));
            assertTrue(Files.readString(out.resolve("verdict.json")).contains("FAIL liveness"));
            assertTrue(
                    Files.readString(out.resolve("shrunk/verdict.json")).contains("FAIL liveness"));
            assertFalse(Files.readString(out.resolve("faults.txt")).isEmpty());

            CommandRun again = CommandRun.of(words(run.err().getLast()));

            assertEquals(3, again.code(), "" + again);
            String json = Files.readString(out.resolve("shrunk/verdict.json"));
            Matcher hash = Pattern.compile("hash (\\p{XDigit}{16})").matcher(verdict(again));
            assertTrue(hash.find() && json.contains(hash.group(1)), verdict(again) + json);
        }

        /** All that was drawn, written down: the same run, to the last event. */
        @ParameterizedTest
        @ValueSource(strings = {"name-service", "token-ring"})
        void shouldKeepWhatRepeatsARun(String example, @TempDir Path folder) throws IOException {
            Path out = folder.resolve("run");
            CommandRun drawn =
                    sim(
                            "--out",
                            out.toString(),
                            example,
                            "--seed",
                            "6",
                            "--faults",
                            "default,stall=50");

            CommandRun again =
                    unstored(example, "--seed", "6", "--faults", "@" + out.resolve("faults.txt"));

            assertEquals(
                    verdict(drawn).replaceAll("; .*", ""), verdict(again).replaceAll("; .*", ""));
            assertTrue(verdict(drawn).contains(" stall"), verdict(drawn));
        }
    }

    @Nested
    class Crashes {
        @Test
        void shouldBeSurvivedByWhoeverIsWrittenForThem() {
            CommandRun run =
                    unstored(
                            TALK,
                            "--seeds",
                            "60",
                            "--seed",
                            "1",
                            "--until",
                            "marker:done",
                            "--faults",
                            "default,crash=0.2,torn-crash=0.02");

            assertEquals(0, run.code(), "" + run);
            assertTrue(verdict(run).matches(".*, \\d+ could not be told,.*"), verdict(run));
        }

        @Test
        void shouldFailNobodyWhoseLastWordCannotComeAnyMore() {
            CommandRun run =
                    unstored(
                            TALK,
                            "--seed",
                            "1",
                            "--until",
                            "marker:done",
                            "--faults",
                            "at 2ms crash cluster 0");

            assertEquals(5, run.code(), "" + run);
            assertTrue(
                    verdict(run)
                            .startsWith(
                                    "UNKNOWN  talk: cluster 0, from which 'done' comes, has"
                                            + " crashed"),
                    verdict(run));
        }

        /** However early: also if nobody listens yet for clusters that stop. */
        @ParameterizedTest
        @ValueSource(strings = {"1us", "20us", "60us", "120us", "180us", "200us"})
        void shouldBeHeardOfByASystemThatHasNotStarted(String time) {
            CommandRun run =
                    unstored(
                            TALK,
                            "--seed",
                            "5",
                            "--until",
                            "marker:done",
                            "--faults",
                            "at " + time + " crash cluster 1");

            assertTrue(
                    run.err()
                            .contains("MON|ERROR: cluster 1 has stopped; this system cannot start"),
                    "" + run);
            assertEquals(5, run.code(), "" + run);
            assertTrue(
                    verdict(run).contains("cluster 1 crashed before the system had started"),
                    verdict(run));
        }

        @Test
        void shouldFailWhoWaitsForTheDeadForEver() {
            CommandRun run =
                    unstored(
                            COUNTS,
                            "--seed",
                            "1",
                            "--until",
                            "marker:all have come",
                            "--faults",
                            "at 2ms crash cluster 0");

            assertEquals(3, run.code(), "" + run);
            assertTrue(
                    run.err().contains("cluster 0  crashed on purpose: at 2ms crash cluster 0"),
                    "" + run.err());
        }

        @Test
        void shouldLeavePingWithoutPong() {
            CommandRun run =
                    unstored(
                            "ping-pong-two-clusters",
                            "--seed",
                            "1",
                            "--faults",
                            "at 1815ms crash cluster 1");

            assertEquals(0, run.code(), "" + run);
            assertTrue(
                    run.out().stream().anyMatch(line -> line.startsWith("ping| gives up: ")),
                    "" + run.out());
        }
    }

    @Nested
    class Liveness {
        @Test
        void shouldBeMissedByWhoNeverComesToAnEnd() {
            CommandRun run =
                    unstored(
                            RESTLESS,
                            "--seed",
                            "1",
                            "--faults",
                            "stall=1us@1,faulty-for=1ms",
                            "--liveness-bound",
                            "1ms",
                            "--no-shrink");

            assertEquals(3, run.code(), "" + run);
            assertTrue(
                    verdict(run)
                            .startsWith(
                                    "FAIL liveness  Restless: the faults are over since 1000.0 us,"
                                            + " and it has not come to its end"),
                    verdict(run));
        }

        @Test
        void shouldNotBeAskedForWithoutEndOfFaults() {
            CommandRun run =
                    unstored(
                            RESTLESS,
                            "--seed",
                            "1",
                            "--faults",
                            "stall=1us@1",
                            "--no-liveness",
                            "--until",
                            "5ms");

            assertEquals(0, run.code(), "" + run);
        }
    }

    @Nested
    class Settings {
        @Test
        void shouldComeFromTheFileBesideTheSystem(@TempDir Path folder) throws IOException {
            Files.writeString(
                    folder.resolve("atoll.toml"),
                    """
                    [sim.faults]
                    stall = "5us@100"
                    "at 20us" = "stall core 0 for 50us"
                    """);
            Files.writeString(
                    folder.resolve("restless.system"),
                    """
                    <system>
                      <protection_domain name="restless">
                        <program_image path="java:io.atoll.command.FaultyPrograms$Restless"/>
                      </protection_domain>
                    </system>
                    """);
            String system = folder.resolve("restless.system").toString();

            CommandRun fromFile = unstored(system, "--seed", "1", "--until", "1ms");
            CommandRun fromOption =
                    unstored(system, "--seed", "1", "--until", "1ms", "--faults", "none");

            assertTrue(verdict(fromFile).contains(" stalls,"), "" + fromFile);
            assertFalse(verdict(fromOption).contains(" stalls,"), "" + fromOption);
        }

        /** As long as the settings say: here not at all. */
        @Test
        void shouldSayHowLongToLookForTheSmallest() {
            CommandRun run = notAllCome("--set", "sim.shrink-time=0s");

            assertEquals(3, run.code());
            assertEquals("", shrunk(run));
        }

        @Test
        void shouldComeFromTheEnvironment() {
            CommandRun run =
                    CommandRun.in(
                            Map.of("ATOLL_FAULTS", "at 20us stall core 0 for 50us"),
                            "sim",
                            "-q",
                            "--no-store",
                            "hello",
                            "--seed",
                            "1");

            assertTrue(verdict(run).contains(", 1 stall,"), verdict(run));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        --faults frost=0.1        | --faults: 'frost' is no fault; there are delay, coalesce, drop, torn, torn-crash, memory, stall, slow, crash, clock, and 'at TIME ...'
                        --faults @nowhere.txt     | --faults: there is no file 'nowhere.txt'
                        --faults @/               | --faults: '/' is a folder; a fault plan is a file
                        --costs /                 | --costs: '/' is a folder; a cost model is a file
                        --faults crash=2us        | --faults: 'crash=2us' takes no time; it is such as crash=0.01
                        --faulty-for long         | --faulty-for cannot be 'long'; it is a time such as 500ms, 5s or 2m
                        --liveness-bound 1        | --liveness-bound cannot be '1'; it is a time such as 500ms, 5s or 2m
                        --shrink-time never       | --shrink-time cannot be 'never'; it is a time such as 500ms, 5s or 2m
                        """)
        void shouldBeRefusedInOneSentence(String options, String sentence) {
            List<String> all = new ArrayList<>(List.of(options.split(" ")));
            all.add("hello");

            CommandRun run = unstored(all.toArray(String[]::new));

            assertEquals("atoll: error: " + sentence, run.complaint());
            assertEquals(2, run.code());
        }

        @Test
        void shouldBeRefusedIfTheSystemHasNoSuchCluster() {
            CommandRun run = unstored("hello", "--faults", "at 1ms crash cluster 1");

            assertEquals(
                    "atoll: error: 'at 1ms crash cluster 1': this system runs on no cluster 1",
                    run.complaint());
            assertEquals(2, run.code());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--faults=default",
                    "--faulty-for=1ms",
                    "--liveness-bound=1s",
                    "--no-liveness",
                    "--shrink-time=1s",
                    "--no-shrink",
                    "--seed=1",
                    "--seeds=2",
                    "--keep-going",
                    "--costs=mail",
                    "--trace=t.json",
                    "--console"
                })
        void shouldBeForTheSimulatedMachine(String option) {
            CommandRun run = CommandRun.of("run", "--no-store", "hello", option);

            assertEquals(
                    "atoll: error: %s is for the simulated machine: use 'atoll sim', or --mode sim"
                            .formatted(option.replaceFirst("=.*", "")),
                    run.complaint());
            assertEquals(2, run.code());
        }

        /** There it is for other calls, too. */
        @Test
        void shouldNotDisturbPinnedCoresIfInTheEnvironment() {
            CommandRun run =
                    CommandRun.in(
                            Map.of("ATOLL_FAULTS", "default", "ATOLL_SEEDS", "3"),
                            "run",
                            "-q",
                            "--no-store",
                            "hello");

            assertEquals(0, run.code(), "" + run);
        }

        /** The line must run that one seed, whatever the environment says. */
        @Test
        void shouldNotSweepAgainIfSeedsAreInTheEnvironment() {
            Map<String, String> environment =
                    Map.of("ATOLL_SEEDS", "3", "ATOLL_FAULTS", "at 1us stall core 0 for 1us");
            CommandRun sweep =
                    CommandRun.in(
                            environment,
                            "sim",
                            "-q",
                            "--no-store",
                            "hello",
                            "--seed",
                            "1",
                            "--until",
                            "marker:never said");
            assertEquals(3, sweep.code(), "" + sweep);

            CommandRun again = CommandRun.in(environment, words(sweep.err().getLast()));

            assertEquals(3, again.code(), "" + again);
            assertTrue(verdict(again).contains(", seed 0x1, "), verdict(again));
            assertFalse(verdict(again).contains(" stall"), verdict(again));
        }

        @Test
        void shouldBeExplained() {
            CommandRun run = CommandRun.of("help", "faults");

            assertEquals(0, run.code());
            assertTrue(run.out().stream().anyMatch(line -> line.contains("torn=1us..50us@0.02")));
        }
    }

    /** The last word of each has to come, whatever the seed. */
    @ParameterizedTest
    @CsvSource({
        "hello,         'marker:hello, world', 100",
        "token-ring,    marker:has it back,    100",
        "initial-task,  idle,                  100",
        "name-service,  marker:the sum is 6,   100",
        "ping-pong-brief, marker:20 of 20 words came back, 100"
    })
    void shouldBeSurvivedByTheExamples(String example, String until, int seeds) {
        CommandRun run =
                unstored(
                        example,
                        "--until",
                        until,
                        "--seed",
                        "1000",
                        "--seeds",
                        "" + seeds,
                        "--faulty-for",
                        "5s",
                        "--faults",
                        "default");

        assertEquals(0, run.code(), "" + run);
    }
}
