package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.command.system.Examples;
import io.atoll.command.testing.Expected;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Every example runs, out of the jar's resources, and prints what {@code examples/NAME.txt} beside
 * this class expects; the first line there is the exit code.
 */
@Timeout(60)
class ExamplesTest {
    private static final int LARGEST_EXAMPLE_LINES = 125;

    /** What these are to show is not sure to happen: see {@link ExpectedFailuresTest}. */
    private static final Set<String> MAY_FAIL =
            Set.of("lost-wakeup", "stale-read", "spin-lock-naive");

    private static final List<String> ALL =
            Examples.load().all().stream().map(Examples.Example::name).toList();

    static final List<String> NAMES =
            ALL.stream().filter(name -> !MAY_FAIL.contains(name)).toList();

    @ParameterizedTest
    @FieldSource("NAMES")
    void shouldPrintWhatIsExpected(String name) throws IOException, URISyntaxException {
        Path file = Path.of(ExamplesTest.class.getResource("examples/" + name + ".txt").toURI());
        List<String> expected = Files.readAllLines(file);

        CommandRun run = CommandRun.of("run", "--no-store", name);

        Expected.assertMatches(expected.subList(1, expected.size()), run.out());
        assertEquals(expected.getFirst(), "exit code " + run.code());
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void shouldBeShortAndSayWhatItTeaches(String name) {
        Examples examples = Examples.load();
        Examples.Example example = examples.named(name).orElseThrow();

        assertTrue(example.teaches().matches("[A-Z].*\\."), example.teaches());
        long lines =
                example.files().stream()
                        .filter(file -> file.endsWith(".java"))
                        .mapToLong(file -> examples.text(file).lines().count())
                        .sum();
        assertTrue(lines <= LARGEST_EXAMPLE_LINES, name + " has " + lines + " lines of Java");
    }

    @Test
    void shouldMovePongToAnotherClusterByChangingOneCpuOnly() {
        Examples examples = Examples.load();
        List<String> together = elements(examples.text("ping-pong.system"));
        List<String> apart = elements(examples.text("ping-pong-two-clusters.system"));

        assertEquals(
                together.stream()
                        .map(
                                line ->
                                        line.contains("name=\"pong\"")
                                                ? line.replace("cpu=\"0\"", "cpu=\"1\"")
                                                : line)
                        .toList(),
                apart);
    }

    @Test
    void shouldPutPongOnAnotherCoreOfTheClusterByChangingTheTopologyOnly() {
        Examples examples = Examples.load();
        List<String> apart = elements(examples.text("ping-pong-two-clusters.system"));
        List<String> sharing = elements(examples.text("two-cores/two-cores.system"));

        assertEquals(apart, sharing.stream().map(line -> line.replace("../", "")).toList());
        assertTrue(examples.text("atoll.toml").contains("topology = \"2x1\""));
        assertTrue(examples.text("two-cores/atoll.toml").contains("topology = \"1x2\""));
    }

    /** Without the comment at the top. */
    private static List<String> elements(String text) {
        return text.substring(text.indexOf("-->")).lines().toList();
    }
}
