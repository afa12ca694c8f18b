package io.atoll.coordinator.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings beside a system file; what is wrong in them is in the fixtures of the rules. */
class AtollTomlTest {
    private static final String FULL =
            """
            [machine]
            topology   = "l2:2 core:2 pu:1"
            cluster-by = "l2"

            [images]                       # ELF name in the .system file -> Java class
            "ping.elf" = "com.acme.Ping"
            "pong.elf" = "src/Pong.java"

            [link]                         # defaults for every cluster pair
            slots = 512
            slot-bytes = 128
            [link."0>1"]
            slots = 1024

            [coordinator]
            core = "l2:0.core:1"
            services = ["names", "revoke"]

            [sim]
            seed = 0x5eed
            costs = "mail"
            [sim.faults]
            delay = "1us..50us"
            """;

    @Test
    void shouldReadEverything() {
        AtollToml settings = AtollToml.parse("atoll.toml", FULL).orThrow();

        assertEquals(
                new AtollToml.Machine(Optional.of("l2:2 core:2 pu:1"), Optional.of("l2")),
                settings.machine());
        assertEquals(
                Map.of("ping.elf", "com.acme.Ping", "pong.elf", "src/Pong.java"),
                settings.images());
        assertEquals(new AtollToml.Link(1024, 128), settings.link(0, 1));
        assertEquals(new AtollToml.Link(512, 128), settings.link(1, 0));
        assertEquals(
                new AtollToml.Coordinator(Optional.of("l2:0.core:1"), List.of("names", "revoke")),
                settings.coordinator());
        assertEquals(
                new AtollToml.Simulation(
                        Optional.of(0x5eedL), Optional.of("mail"), Map.of("delay", "1us..50us")),
                settings.simulation());
    }

    /** TOML's integers end at 2^63 - 1; a seed has 64 bits. */
    @ParameterizedTest
    @CsvSource({
        "42, 42",
        "-1, -1",
        "0x5eed, 0x5eed",
        "'\"0xffffffffffffffff\"', -1",
        "'\"18446744073709551615\"', -1"
    })
    void shouldReadSeeds(String written, String seed) {
        assertEquals(
                Optional.of(Long.decode(seed)),
                AtollToml.parse("atoll.toml", "[sim]\nseed = " + written + "\n")
                        .orThrow()
                        .simulation()
                        .seed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    seed = "five"  | atoll.toml:2:1: error: 'sim.seed' is 'five'; it is a number of 64 bits such as 42 or 0x5eed
                    seed = true    | atoll.toml:2:1: error: 'sim.seed' must be an integer, but is a boolean
                    sead = 5       | atoll.toml:2:1: error: unknown key 'sead' in [sim]
                    costs = 7      | atoll.toml:2:1: error: 'sim.costs' must be a string, but is an integer
                    """)
    void shouldSayWhereTheSimulatedMachineIsSetWrong(String line, String complaint) {
        String said =
                AtollToml.parse("atoll.toml", "[sim]\n" + line + "\n")
                        .diagnostics()
                        .getFirst()
                        .toString();

        assertTrue(said.startsWith(complaint), said);
    }

    @Test
    void shouldReadHowCoresOfAKernelKeepApart() {
        assertEquals(
                Optional.of("big-lock"),
                AtollToml.parse("atoll.toml", "[machine]\nlocking = \"big-lock\"\n")
                        .orThrow()
                        .machine()
                        .locking());
    }

    @Test
    void shouldReadWhetherProgramsArePreempted() {
        assertEquals(
                Optional.of(true),
                AtollToml.parse("atoll.toml", "[machine]\npreempt = true\n")
                        .orThrow()
                        .machine()
                        .preempt());
        assertEquals(
                "atoll.toml:2:1: error: 'machine.preempt' must be true or false, but is a string"
                        + "   [E-TOML-TYPE]",
                AtollToml.parse("atoll.toml", "[machine]\npreempt = \"yes\"\n")
                        .diagnostics()
                        .getFirst()
                        .toString());
    }

    @Test
    void shouldKeepTheOrderOfImages() {
        AtollToml settings = AtollToml.parse("atoll.toml", FULL).orThrow();

        assertEquals(List.of("ping.elf", "pong.elf"), List.copyOf(settings.images().keySet()));
    }

    @Test
    void shouldTakeAnEmptyFileForNoWishes() {
        assertEquals(AtollToml.EMPTY, AtollToml.parse("atoll.toml", "").orThrow());
    }

    @Test
    void shouldTakeAnAbsentFileForNoWishes(@TempDir Path folder) throws IOException {
        assertSame(AtollToml.EMPTY, AtollToml.readFrom(folder).orThrow());
    }

    @Test
    void shouldNameTheFileInDiagnostics(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("atoll.toml"), "\n[machin]\n");

        Parsed<AtollToml> parsed = AtollToml.readFrom(folder);

        assertTrue(parsed.hasErrors());
        assertEquals(
                file + ":2:1: error: unknown key or table 'machin'   [E-TOML-KEY]",
                parsed.diagnostics().getFirst().toString());
    }

    @Test
    void shouldReportBytesThatAreNotUtf8(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("atoll.toml"), new byte[] {'#', (byte) 0xe4, '\n'});

        assertEquals(
                Rule.E_TOML_SYNTAX, AtollToml.readFrom(folder).diagnostics().getFirst().rule());
    }

    @Nested
    class GivenElsewhere {
        private static Parsed<AtollToml> read(String... settings) throws IOException {
            return read(Path.of("there-is-no-such-folder"), settings);
        }

        private static Parsed<AtollToml> read(Path folder, String... settings) throws IOException {
            return AtollToml.readFrom(
                    folder, Stream.of(settings).map(each -> Setting.parse("--set", each)).toList());
        }

        @Test
        void shouldCountMoreThanTheFileKeyByKey(@TempDir Path folder) throws IOException {
            Files.writeString(folder.resolve("atoll.toml"), FULL);

            AtollToml settings =
                    read(
                                    folder,
                                    "machine.topology=2x1",
                                    "link.\"0>1\".slots=2048",
                                    "images.\"ping.elf\"=com.acme.Other")
                            .orThrow();

            assertEquals(
                    new AtollToml.Machine(Optional.of("2x1"), Optional.of("l2")),
                    settings.machine());
            assertEquals(new AtollToml.Link(2048, 128), settings.link(0, 1));
            assertEquals(
                    Map.of("ping.elf", "com.acme.Other", "pong.elf", "src/Pong.java"),
                    settings.images());
        }

        @Test
        void shouldLetTheLaterOneWin() throws IOException {
            AtollToml settings = read("machine.preempt=true", "machine.preempt=false").orThrow();

            assertEquals(Optional.of(false), settings.machine().preempt());
        }

        @Test
        void shouldBeTextWhereItIsNoValueOfToml() throws IOException {
            assertEquals(
                    Optional.of("l2:2 core:\"2\\ pu:1"),
                    read("machine.topology=l2:2 core:\"2\\ pu:1").orThrow().machine().topology());
            assertEquals(
                    Optional.of("4 2"),
                    read("machine.topology=\"4 2\"").orThrow().machine().topology());
        }

        @Test
        void shouldNameItselfWhenItIsWrong() throws IOException {
            assertEquals(
                    List.of(
                            "--set machine.topologie=2x1: error: unknown key 'topologie' in"
                                    + " [machine]   [E-TOML-KEY]",
                            "--set machine.topologie=2x1: note: did you mean 'topology'?",
                            "--set link.slots=many: error: 'link.slots' must be an integer, but is"
                                    + " a string   [E-TOML-TYPE]",
                            "--set machine=1: error: 'machine' must be a table, but is an integer"
                                    + "   [E-TOML-TYPE]"),
                    read("machine.topologie=2x1", "link.slots=many", "machine=1")
                            .diagnostics()
                            .stream()
                            .map(Diagnostic::toString)
                            .toList());
        }

        @Test
        void shouldBeAKeyAndAValue() {
            for (String wrong : List.of("machine", "=1", "a..b=1", "a b=1")) {
                IllegalArgumentException thrown =
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> Setting.parse("--set", wrong));
                assertTrue(
                        thrown.getMessage().startsWith("--set cannot be '" + wrong + "'; "),
                        thrown.getMessage());
            }
        }
    }
}
