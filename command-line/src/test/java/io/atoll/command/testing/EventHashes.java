package io.atoll.command.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The committed table of what seeds give: the same on every machine, JVM, day and number of host
 * threads. Whoever changes the cost model or what is hashed writes it anew: {@code mvn verify -pl
 * command-line -am -Dtest=EventHashesTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Datoll.event-hashes=write}.
 */
public final class EventHashes {
    /** Where it lies in the sources, below the module. */
    public static final String FILE = "src/test/resources/io/atoll/command/event-hashes.txt";

    private static final Pattern HASH = Pattern.compile(", hash ([0-9a-f]{16})");

    private EventHashes() {}

    /**
     * A line of it.
     *
     * @param seeds how many there are from {@code seed} on; the hash is then that of a sweep
     */
    public record Row(String system, String seed, int seeds, String hash) {
        static Row parse(String line) {
            String[] words = line.strip().split(" +");
            return new Row(words[0], words[1], Integer.parseInt(words[2]), words[3]);
        }

        /** What {@code atoll} is given. */
        public List<String> arguments() {
            List<String> all =
                    new ArrayList<>(List.of("sim", "-q", "--no-store", "--timeout", "10m", system));
            all.addAll(List.of("--seed", seed));
            if (seeds > 1) {
                all.addAll(List.of("--seeds", Integer.toString(seeds), "--keep-going"));
            }
            return all;
        }

        /** As it stands in the file. */
        public String toText() {
            return "%-24s %-20s %4d %s".formatted(system, seed, seeds, hash);
        }

        public Row withHash(String other) {
            return new Row(system, seed, seeds, other);
        }
    }

    public static List<Row> table() {
        try (InputStream in = EventHashes.class.getResourceAsStream("../event-hashes.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Row::parse)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The hash in a verdict. */
    public static String in(String verdict) {
        Matcher hash = HASH.matcher(verdict);
        if (!hash.find()) {
            throw new AssertionError("no hash in: " + verdict);
        }
        return hash.group(1);
    }
}
