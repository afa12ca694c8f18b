package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where a value comes from: default, {@code atoll.toml}, environment, {@code --set}, option. */
@Timeout(60)
class SettingsTest {
    @TempDir private Path folder;
    private Path system;

    @BeforeEach
    void writeSystem() throws IOException {
        Files.writeString(
                folder.resolve("A.java"),
                """
                import io.atoll.coordinator.microkit.DirectProgram;
                import io.atoll.coordinator.microkit.PdContext;
                public class A implements DirectProgram {
                    public void run(PdContext pd) {}
                }
                """);
        system =
                Files.writeString(
                        folder.resolve("a.system"),
                        """
                        <system>
                          <protection_domain name="a"><program_image path="A.java"/></protection_domain>
                        </system>
                        """);
    }

    private CommandRun run(Map<String, String> environment, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--no-store"));
        arguments.addAll(List.of(options));
        arguments.add(system.toString());
        return CommandRun.in(environment, arguments.toArray(String[]::new));
    }

    /** The machine's clusters, as the first remark tells. */
    private static String clusters(CommandRun run) {
        return run.err().getFirst().replaceFirst(".*; 1 of (\\d+) clusters? used$", "$1");
    }

    @Test
    void shouldCountMoreTheNearerTheyAreToTheCall() throws IOException {
        Map<String, String> nothing = Map.of();
        Map<String, String> environment = Map.of("ATOLL_TOPOLOGY", "4x1");
        String[] set = {"--set", "machine.topology=5x1"};
        String[] all = {"--topology", "6x1", "--set", "machine.topology=5x1"};

        Files.writeString(folder.resolve("atoll.toml"), "[machine]\ntopology = \"3x1\"\n");

        assertEquals("3", clusters(run(nothing)));
        assertEquals("4", clusters(run(environment)));
        assertEquals("5", clusters(run(environment, set)));
        assertEquals("6", clusters(run(environment, all)));
    }

    @Test
    void shouldSayHowCoresOfAKernelKeepApart(@TempDir Path out) throws IOException {
        assertEquals("lock-free-fastpath", locking(out.resolve("1"), Map.of()));

        Files.writeString(folder.resolve("atoll.toml"), "[machine]\nlocking = \"big-lock\"\n");
        Map<String, String> environment = Map.of("ATOLL_LOCKING", "lock-free-fastpath");
        assertEquals("big-lock", locking(out.resolve("2"), Map.of()));
        assertEquals("lock-free-fastpath", locking(out.resolve("3"), environment));
        assertEquals("big-lock", locking(out.resolve("4"), environment, "--locking", "big-lock"));
    }

    /** What a run keeps in its folder. */
    private String locking(Path out, Map<String, String> environment, String... options)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--out", out.toString()));
        arguments.addAll(List.of(options));
        arguments.add(system.toString());
        assertEquals(0, CommandRun.in(environment, arguments.toArray(String[]::new)).code());
        return Files.readAllLines(out.resolve("config.resolved.toml")).stream()
                .filter(line -> line.startsWith("locking = "))
                .findFirst()
                .orElseThrow()
                .replaceAll("locking = \"(.*)\"", "$1");
    }

    @Test
    void shouldSetTheSeedAndTheCostsOfTheSimulatedMachine() throws IOException {
        Map<String, String> environment = Map.of("ATOLL_SEED", "0x2");
        Files.writeString(
                folder.resolve("slow.costs"),
                CostModel.preset("mail").with(Cost.CALL_SLOW, 6000).toText());
        Files.writeString(
                folder.resolve("atoll.toml"), "[sim]\nseed = 1\ncosts = \"slow.costs\"\n");

        assertTrue(simulated(Map.of()).contains("slow.costs', seed 0x1,"));
        assertTrue(simulated(environment).contains("slow.costs', seed 0x2,"));
        assertTrue(simulated(environment, "--set", "sim.seed=3").contains("seed 0x3,"));
        assertTrue(
                simulated(environment, "--set", "sim.seed=3", "--seed", "4", "--costs", "mail")
                        .contains("by model 'mail', seed 0x4,"));
        assertEquals(0, run(environment).code(), "a pinned machine does not care");
    }

    /** The verdict. */
    private String simulated(Map<String, String> environment, String... options) {
        List<String> arguments = new ArrayList<>(List.of("sim", "--no-store"));
        arguments.addAll(List.of(options));
        arguments.add(system.toString());
        return CommandRun.in(environment, arguments.toArray(String[]::new)).out().getLast();
    }

    @Test
    void shouldHaveTheSamePrecedenceForAnOptionThatIsNoKey() {
        Map<String, String> environment = Map.of("ATOLL_TIMEOUT", "soon");

        assertEquals(2, run(environment).code());
        assertEquals(0, run(environment, "--timeout", "5s").code());
    }

    @Nested
    class InTheEnvironment {
        @ParameterizedTest
        @CsvSource({"ATOLL_QUIET, --no-quiet", "ATOLL_RAW, --no-raw", "ATOLL_WERROR, --no-werror"})
        void shouldBeTrueOrFalseForAFlagAndNotToggleIt(String variable, String opposite) {
            CommandRun given = run(Map.of(), opposite.replace("no-", ""));
            Map<String, String> environment = Map.of(variable, "true");

            assertSame(given, run(environment));
            assertSame(given, run(environment, opposite.replace("no-", "")));
            assertSame(run(Map.of()), run(environment, opposite));
            assertSame(run(Map.of()), run(Map.of(variable, "false")));
        }

        private static void assertSame(CommandRun expected, CommandRun actual) {
            assertEquals(expected.code(), actual.code());
            assertEquals(expected.out().size(), actual.out().size(), actual.out()::toString);
            assertEquals(expected.err().size(), actual.err().size(), actual.err()::toString);
        }

        @Test
        void shouldBeNothingIfEmpty() {
            assertEquals(0, run(Map.of("ATOLL_TIMEOUT", "", "ATOLL_TOPOLOGY", "")).code());
        }

        @Test
        void shouldNameTheLockingDisciplinesIfThereIsNoSuch() {
            assertEquals(
                    List.of(
                            "atoll: error: --locking cannot be 'big'; it is lock-free-fastpath or"
                                    + " big-lock or fine-grained or transactions"),
                    run(Map.of(), "--locking", "big").err());
            assertTrue(
                    run(Map.of("ATOLL_LOCKING", "big-lok"))
                            .err()
                            .contains("ATOLL_LOCKING: note: did you mean 'big-lock'?"));
        }

        @Test
        void shouldBeNamedWhenWrong() {
            assertTrue(
                    run(Map.of("ATOLL_SPIN", "always"))
                            .err()
                            .getFirst()
                            .endsWith(" but was 'always' (from ATOLL_SPIN)"));
            CommandRun level = run(Map.of("ATOLL_CLUSTER_BY", "core2"));
            assertTrue(
                    level.err()
                            .getFirst()
                            .startsWith(
                                    "ATOLL_CLUSTER_BY: error: 'machine.cluster-by' is 'core2', but"
                                            + " must be one of"),
                    level.err()::toString);
            assertEquals(2, level.code());
        }

        @Test
        void shouldChooseTheMachineThatTopoShows() {
            Map<String, String> environment =
                    Map.of("ATOLL_TOPOLOGY", "2x2", "ATOLL_CLUSTER_BY", "core");

            assertTrue(CommandRun.in(environment, "topo").out().contains("4 clusters by core"));
            assertTrue(
                    CommandRun.in(environment, "topo", "--cluster-by", "l2")
                            .out()
                            .contains("2 clusters by l2"));
        }
    }

    @Nested
    class OfTheSimulatedMachine {
        /** Each key, from the weakest place to the strongest, as the run's folder keeps it. */
        @ParameterizedTest
        @CsvSource({
            "sim,     until,    1ms,         2ms,         3ms,         4ms",
            "sim,     timeout,  11s,         12s,         13s,         14s",
            "sim,     on-fault, continue,    fail,        continue,    fail",
            "machine, ppc,      coordinator, strict,      coordinator, strict"
        })
        void shouldCountMoreTheNearerTheyAreToTheCall(
                String table,
                String key,
                String file,
                String variable,
                String set,
                String option,
                @TempDir Path out)
                throws IOException {
            Map<String, String> environment =
                    Map.of("ATOLL_" + key.toUpperCase(Locale.ROOT).replace('-', '_'), variable);
            String[] assignment = {"--set", "%s.%s=%s".formatted(table, key, set)};
            String[] all = {assignment[0], assignment[1], "--" + key, option};
            Files.writeString(
                    folder.resolve("atoll.toml"),
                    "[%s]\n%s = \"%s\"\n".formatted(table, key, file));

            assertEquals(file, resolved(key, out.resolve("1"), Map.of()));
            assertEquals(variable, resolved(key, out.resolve("2"), environment));
            assertEquals(set, resolved(key, out.resolve("3"), environment, assignment));
            assertEquals(option, resolved(key, out.resolve("4"), environment, all));
        }

        private String resolved(
                String key, Path out, Map<String, String> environment, String... options)
                throws IOException {
            List<String> arguments = new ArrayList<>(List.of("sim", "--out", out.toString()));
            arguments.addAll(List.of(options));
            arguments.add(system.toString());
            CommandRun run = CommandRun.in(environment, arguments.toArray(String[]::new));
            assertEquals(0, run.code(), run.err()::toString);
            return Files.readAllLines(out.resolve("config.resolved.toml")).stream()
                    .filter(line -> line.startsWith(key + " = "))
                    .findFirst()
                    .orElseThrow()
                    .replaceFirst(".* = \"(.*)\"", "$1");
        }

        /** It has options and variables for these, and no keys. */
        @Test
        void shouldLeavePinnedCoresAlone() throws IOException {
            Files.writeString(
                    folder.resolve("atoll.toml"), "[sim]\nuntil = \"marker:never said\"\n");

            assertEquals(0, run(Map.of()).code());
            assertEquals(3, run(Map.of("ATOLL_UNTIL", "marker:never said")).code());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        sim.until=soon        | atoll: error: sim.until cannot be 'soon'; it can be idle,
                        sim.timeout=soon      | --set sim.timeout=soon: error: 'sim.timeout' is 'soon'; it is a time such as
                        sim.shrink-time=5     | --set sim.shrink-time=5: error: 'sim.shrink-time' must be a string, but is an integer
                        sim.on-fault=cry      | --set sim.on-fault=cry: error: 'sim.on-fault' is 'cry', but must be one of fail, continue
                        machine.ppc=lax       | --set machine.ppc=lax: error: 'machine.ppc' is 'lax', but must be one of strict, coordinator
                        """)
        void shouldSayWhatIsWrong(String set, String sentence) {
            CommandRun run = CommandRun.of("sim", "--no-store", "--set", set, system.toString());

            assertEquals(2, run.code());
            assertTrue(run.err().getFirst().startsWith(sentence), run.err()::toString);
        }
    }

    @Test
    void shouldMapImagesFromTheCommandLine() throws IOException {
        Files.writeString(system, Files.readString(system).replace("A.java", "a.elf"));

        assertEquals(2, run(Map.of()).code());
        assertEquals(0, run(Map.of(), "--set", "images.\"a.elf\"=A.java").code());
    }

    @Test
    void shouldSayWhatIsNoKeyAndWhatIsNoAssignment() {
        CommandRun unknown = run(Map.of(), "--set", "machine.topologie=2x1");
        CommandRun malformed = run(Map.of(), "--set", "topology");

        assertEquals(2, unknown.code());
        assertEquals(
                "--set machine.topologie=2x1: error: unknown key 'topologie' in [machine]"
                        + "   [E-TOML-KEY]",
                unknown.err().getFirst());
        assertEquals(2, malformed.code());
        assertTrue(
                malformed.complaint().startsWith("atoll: error: --set cannot be 'topology'; it is"),
                malformed.complaint());
    }

    @Test
    void shouldBeKeptAsTheyWereResolved() throws IOException {
        Path out = folder.resolve("kept");

        CommandRun.in(
                Map.of("ATOLL_SPIN", "park", "ATOLL_SEARCH_PATH", "/x:/y"),
                "run",
                "--out",
                out.toString(),
                "--set",
                "machine.preempt=true",
                "--set",
                "images.\"b.elf\"=com.acme.B",
                system.toString());

        List<String> kept = Files.readAllLines(out.resolve("config.resolved.toml"));
        for (String line :
                List.of(
                        "spin = \"park\"",
                        "search-path = \"/x:/y\"",
                        "preempt = true",
                        "\"b.elf\" = \"com.acme.B\"")) {
            assertTrue(kept.contains(line), line + " in " + kept);
        }
    }
}
