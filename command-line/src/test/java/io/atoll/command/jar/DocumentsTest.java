package io.atoll.command.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.command.testing.Expected;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The documents are tried. A block of kind {@code console} is a session: after {@code $ ./atoll …}
 * comes what the command prints, both streams of it, compared as {@link Expected} does except that
 * numbers with a unit of time may differ, and a host with one CPU may warn. A block of another kind
 * behind a line {@code <!-- file: NAME -->} is a file, to be there for the commands that follow.
 */
@Tag("jar")
@DisabledOnOs(OS.WINDOWS)
class DocumentsTest {
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- file: (\\S+) -->\\R)?```(\\w+)\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

    /** They take a third less without the compiler that pays in the long run. */
    private static final Map<String, String> FOR_SECONDS =
            Map.of("ATOLL_JAVA_OPTS", "-XX:TieredStopAtLevel=1");

    @TempDir private Path folder;

    static Stream<Path> documents() throws IOException {
        List<Path> found = new ArrayList<>(List.of(Shell.PROJECT.resolve("README.md")));
        found.add(Shell.PROJECT.resolve("CONTRIBUTING.md"));
        try (Stream<Path> docs = Files.walk(Shell.PROJECT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(found::add);
        }
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldPrintWhatTheDocumentSays(Path document) throws IOException {
        Files.createSymbolicLink(folder.resolve("atoll"), Shell.PROJECT.resolve("atoll"));
        Files.createSymbolicLink(folder.resolve("examples"), Shell.PROJECT.resolve("examples"));
        Matcher block = BLOCK.matcher(Files.readString(document));
        while (block.find()) {
            if (block.group(1) != null) {
                Path file = folder.resolve(block.group(1));
                Files.createDirectories(file.getParent());
                Files.writeString(file, block.group(3));
            } else if (block.group(2).equals("console")) {
                session(block.group(3).lines().toList());
            }
        }
    }

    private void session(List<String> lines) {
        for (int i = 0; i < lines.size(); ) {
            String command = lines.get(i++);
            assertTrue(command.startsWith("$ "), "a session begins with a command: " + command);
            List<String> expected = new ArrayList<>();
            while (i < lines.size() && !lines.get(i).startsWith("$ ")) {
                expected.add(withoutTimes(lines.get(i++)));
            }
            if (command.startsWith("$ ./atoll ")) {
                // In the order in which a terminal shows both.
                Shell run =
                        Shell.run(
                                folder,
                                FOR_SECONDS,
                                "/bin/sh",
                                "-c",
                                command.substring(2) + " 2>&1");
                Expected.assertMatches(
                        expected,
                        run.out().stream()
                                .filter(line -> !line.startsWith("ATOLL|WARN"))
                                .map(DocumentsTest::withoutTimes)
                                .toList());
            }
        }
    }

    /** Times, dates in folder names, and CPU numbers differ from run to run and host to host. */
    private static String withoutTimes(String line) {
        return line.replaceAll("\\d+(\\.\\d+)? (ns|us|ms|s)\\b", "N $2")
                .replaceAll("\\d{8}T\\d{6}", "TIME")
                .replaceAll("cpus=[0-9a-z,+]+", "cpus=CPUS");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldLinkToWhatExists(Path document) throws IOException {
        List<String> dead =
                LINK.matcher(Files.readString(document))
                        .results()
                        .map(link -> link.group(1))
                        .filter(link -> !Files.exists(document.resolveSibling(link)))
                        .toList();

        assertEquals(List.of(), dead);
    }

    @Test
    void shouldFindOutADocumentThatIsWrong() {
        List<String> actual = List.of("hello, world", "PASS  hello  (0.3 s wall)");

        assertTrue(
                Expected.matches(
                        times("hello, world", "PASS  hello  (1.1 s wall)"), times(actual)));
        assertFalse(
                Expected.matches(
                        times("hello, world", "FAIL  hello  (1.1 s wall)"), times(actual)));
        assertFalse(Expected.matches(times("hello, world"), times(actual)));
    }

    private static List<String> times(String... lines) {
        return times(List.of(lines));
    }

    private static List<String> times(List<String> lines) {
        return lines.stream().map(DocumentsTest::withoutTimes).toList();
    }
}
