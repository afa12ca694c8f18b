package io.atoll.command.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.command.testing.EventHashes;
import io.atoll.command.testing.EventHashes.Row;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hash of a seed's events is the same in JVMs that compile in another way or not at all,
 * collect garbage in another way, lay out objects and number them in another way, and believe that
 * they have another number of CPUs, so that a sweep has another number of threads.
 */
@Tag("jar")
class SameEverywhereTest {
    private static final Path JAR = Shell.PROJECT.resolve("command-line/target/atoll.jar");

    /** Each row takes a JVM; all of the table's take minutes: {@code -Datoll.event-hashes=all}. */
    private static final boolean ALL = "all".equals(System.getProperty("atoll.event-hashes"));

    private static final Set<String> SEEDS = Set.of("0x7", "0x64");
    private static final Set<String> SHORT = Set.of("hello", "name-service");
    private static final String INTERPRETED = "-Xint";

    /** Too long for a JVM that only interprets. */
    private static final Set<String> LONG =
            Set.of("ping-pong", "ping-pong-two-clusters", "two-cores");

    private static final List<Row> ROWS =
            EventHashes.table().stream()
                    .filter(row -> SEEDS.contains(row.seed()) && !LONG.contains(row.system()))
                    .filter(row -> ALL || SHORT.contains(row.system()))
                    .toList();

    @TempDir private Path folder;

    @ParameterizedTest
    @Timeout(300)
    @ValueSource(
            strings = {
                "-Xint -XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1 -XX:+UseG1GC -XX:ActiveProcessorCount=1"
                        + " -XX:-UseCompressedOops",
                "-XX:+UseParallelGC -XX:ActiveProcessorCount=4 -XX:+UseCompactObjectHeaders"
                        + " -XX:+UnlockExperimentalVMOptions -XX:hashCode=2"
                        + " -Duser.language=de -Duser.timezone=Asia/Tokyo"
            })
    void shouldHaveTheEventsOfItsSeed(String options) {
        assertTrue(ROWS.size() >= 3, ROWS.toString());
        for (Row row : ROWS) {
            if (row.seeds() > 1 && options.startsWith(INTERPRETED)) {
                continue; // takes a minute
            }
            assertEquals(row.hash(), hash(row, options), row + " with " + options);
        }
    }

    private String hash(Row row, String options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(row.arguments());
        Shell run = Shell.run(folder, Map.of(), command.toArray(String[]::new));
        return EventHashes.in(run.out().getLast());
    }
}
