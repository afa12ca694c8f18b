package io.atoll.cluster.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The few kinds of values that files of sysfs hold. What is missing, unreadable or garbled is
 * answered like what is missing. Stateless.
 */
final class SysfsFiles {
    static final int MISSING = -1;

    private static final int HIGHEST_CPU = IndexOrder.HIGHEST_INDEX;

    private SysfsFiles() {}

    /** The first line without the space around it; empty if there is none. */
    static String text(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException missingOrUnreadable) {
            // sysfs answers some reads with errors of its own, such as EINVAL for an offline CPU
            return List.of();
        }
    }

    /** A number from 0; {@link #MISSING} also for Linux's -1, which says that it does not know. */
    static int number(Path file) {
        String text = text(file);
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : MISSING;
    }

    /** A list such as {@code 0-3,8}; null if there is none, empty if it is the list of nothing. */
    static BitSet cpuList(Path file) {
        return Files.isRegularFile(file) ? parseCpuList(text(file)) : null;
    }

    private static BitSet parseCpuList(String text) {
        BitSet cpus = new BitSet();
        if (text.isEmpty()) {
            return cpus;
        }
        for (String part : text.split(",")) {
            if (!part.matches("[0-9]{1,7}(-[0-9]{1,7})?")) {
                return null;
            }
            String[] ends = part.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (first > last || last > HIGHEST_CPU) {
                return null;
            }
            cpus.set(first, last + 1);
        }
        return cpus;
    }

    /** A size such as {@code 512K}; 0 if there is none. */
    static long bytes(Path file) {
        String text = text(file);
        if (!text.matches("[0-9]{1,9}[KMG]?")) {
            return 0;
        }
        char unit = text.charAt(text.length() - 1);
        int shift = unit == 'K' ? 10 : unit == 'M' ? 20 : unit == 'G' ? 30 : 0;
        return Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1)) << shift;
    }

    /** The numbers of the entries called {@code name0}, {@code name1}, …, ascending. */
    static int[] numbered(Path folder, String name) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(entry -> entry.matches(name + "[0-9]{1,7}"))
                    .mapToInt(entry -> Integer.parseInt(entry.substring(name.length())))
                    .sorted()
                    .toArray();
        } catch (IOException | UncheckedIOException missingOrUnreadable) {
            return IntStream.empty().toArray();
        }
    }
}
