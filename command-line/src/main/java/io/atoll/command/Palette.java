package io.atoll.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Colours of what Atoll itself says: the words that say how bad something is, and verdicts. Never
 * part of what is kept, nor of what guests print. Immutable.
 */
public final class Palette {
    /** No colours. */
    public static final Palette PLAIN = new Palette(false);

    private static final String RED = "\u001b[1;31m";
    private static final String GREEN = "\u001b[1;32m";
    private static final String YELLOW = "\u001b[1;33m";
    private static final String CYAN = "\u001b[1;36m";
    private static final String END = "\u001b[0m";

    private static final Pattern WORD =
            Pattern.compile(
                    "^(PASS|FAIL \\w+|TIMEOUT|TERMINATED|INTERRUPTED|INTERNAL ERROR)(?=  )"
                            + "|^(?:ATOLL|MON|LDR)\\|(?:ERROR|WARN)"
                            + "|(?<=: )(?:error|warning|note)(?=: )");

    private final boolean isOn;

    private Palette(boolean isOn) {
        this.isOn = isOn;
    }

    /** When there are colours: the values of {@code --color}. */
    enum When {
        /** On a terminal, unless {@code NO_COLOR} is set or the terminal is a dumb one. */
        AUTO,
        NEVER,
        ALWAYS
    }

    /** The colours of one stream. */
    static Palette of(When when, Map<String, String> environment, boolean isTerminal) {
        return switch (when) {
            case ALWAYS -> new Palette(true);
            case NEVER -> PLAIN;
            case AUTO ->
                    new Palette(
                            isTerminal
                                    && environment.getOrDefault("NO_COLOR", "").isEmpty()
                                    && !environment.getOrDefault("TERM", "").equals("dumb"));
        };
    }

    /** Whether a stream of this process, 1 for output and 2 for errors, is a terminal. */
    static boolean isTerminal(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException elsewhere) {
            return System.console() != null; // not Linux: both streams together
        }
    }

    boolean isOn() {
        return isOn;
    }

    /** The line with its first telling word in colour. */
    public String paint(String line) {
        if (!isOn) {
            return line;
        }
        Matcher word = WORD.matcher(line);
        return word.find()
                ? line.substring(0, word.start())
                        + colour(word.group())
                        + word.group()
                        + END
                        + line.substring(word.end())
                : line;
    }

    private static String colour(String word) {
        return switch (word) {
            case "PASS" -> GREEN;
            case "note" -> CYAN;
            case "warning" -> YELLOW;
            default -> word.endsWith("WARN") ? YELLOW : RED;
        };
    }
}
