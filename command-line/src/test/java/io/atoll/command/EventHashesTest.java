package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.command.testing.EventHashes;
import io.atoll.command.testing.EventHashes.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A seed is a run: the hash of all its events stands in a table. {@code SameEverywhereTest} holds
 * other JVMs against it.
 */
@Timeout(180)
class EventHashesTest {
    private static final String MODE = "atoll.event-hashes";
    private static final String WRITE = "write";

    static final List<Row> TABLE = EventHashes.table();

    private static String hash(Row row) {
        return EventHashes.in(
                CommandRun.of(row.arguments().toArray(String[]::new)).out().getLast());
    }

    @ParameterizedTest
    @FieldSource("TABLE")
    @DisabledIfSystemProperty(named = MODE, matches = WRITE)
    void shouldBeThoseOfTheTable(Row row) {
        assertEquals(row.hash(), hash(row));
    }

    @Test
    void shouldBeThereForEveryExample() {
        assertEquals(
                List.of(),
                ExamplesTest.NAMES.stream()
                        .filter(name -> TABLE.stream().noneMatch(row -> row.system().equals(name)))
                        .toList());
    }

    @Test
    @EnabledIfSystemProperty(named = MODE, matches = WRITE)
    void writeTheTable() throws IOException {
        Path file = Path.of(EventHashes.FILE);
        List<String> lines =
                new ArrayList<>(
                        Files.readAllLines(file).stream()
                                .filter(line -> line.startsWith("#"))
                                .toList());
        TABLE.forEach(row -> lines.add(row.withHash(hash(row)).toText()));
        Files.writeString(
                file, lines.stream().map("%s\n"::formatted).collect(Collectors.joining()));
    }

    /** Programs that look at what no seed decides: each is found out, by the same check. */
    @ParameterizedTest
    @CsvSource({
        "System.nanoTime()",
        "System.identityHashCode(new Object())",
        "new java.util.Random().nextInt()",
        "Thread.currentThread().threadId()"
    })
    void shouldDifferForAProgramThatLooksAtTheHost(String look, @TempDir Path folder)
            throws IOException {
        Path program = folder.resolve("Looks.java");
        Files.writeString(
                program,
                """
                import io.atoll.coordinator.microkit.*;
                public class Looks implements DirectProgram {
                    public void run(PdContext pd) {
                        for (int i = 0; i < 10; i++) {
                            pd.sel4().compute((int) (%s & 0xffff));
                            pd.sel4().yieldNow();
                        }
                    }
                }
                """
                        .formatted(look));

        CommandRun run =
                CommandRun.of("sim", "-q", "--no-store", program.toString(), "--check-determinism");

        assertEquals(5, run.code(), run.out()::toString);
        assertTrue(
                run.out()
                        .getLast()
                        .startsWith("UNKNOWN  Looks: two runs of the same seed differ: "),
                run.out().getLast());
    }

    /** The check does not cry wolf: the same program, but what it looks at is the machine's. */
    @Test
    void shouldBeTheSameForAProgramThatLooksAtTheMachine(@TempDir Path folder) throws IOException {
        Path program = folder.resolve("Looks.java");
        Files.writeString(
                program,
                """
                import io.atoll.coordinator.microkit.*;
                public class Looks implements DirectProgram {
                    public void run(PdContext pd) {
                        for (int i = 0; i < 10; i++) {
                            pd.sel4().compute((int) (pd.sel4().readClock() & 0xffff));
                            pd.sel4().yieldNow();
                        }
                    }
                }
                """);

        assertEquals(
                0,
                CommandRun.of("sim", "-q", "--no-store", program.toString(), "--check-determinism")
                        .code());
    }
}
