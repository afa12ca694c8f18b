package io.atoll.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What Atoll itself has to say, on standard error, so that standard output stays the guests'; kept
 * for the run's folder too. Any thread.
 */
public final class Messages {
    private final PrintStream err;
    private final int verbosity;
    private final Palette palette;
    private final List<String> log = new ArrayList<>();

    /**
     * @param verbosity below 0 for no remarks, above 0 for details
     */
    public Messages(PrintStream err, int verbosity, Palette palette) {
        this.err = err;
        this.verbosity = verbosity;
        this.palette = palette;
    }

    /** Worth knowing; not printed if quiet. */
    public void info(String format, Object... arguments) {
        say("ATOLL|INFO: " + format.formatted(arguments), verbosity >= 0);
    }

    /** Worth knowing for whoever asks for more; a line that has its own form. */
    public void detail(String format, Object... arguments) {
        say(format.formatted(arguments), verbosity > 0);
    }

    public void warning(String format, Object... arguments) {
        say("ATOLL|WARN: " + format.formatted(arguments), true);
    }

    /** A line that has its own form, such as a diagnostic. */
    public void line(Object line) {
        say(line.toString(), true);
    }

    private synchronized void say(String line, boolean isPrinted) {
        log.add(line);
        if (isPrinted) {
            err.println(palette.paint(line));
        }
    }

    /** All lines so far, also those that were not printed. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** Numbers of things with their noun: {@code core 0}, {@code cores 0+1}. */
    public static String list(String noun, List<Integer> numbers) {
        return noun
                + (numbers.size() == 1 ? " " : "s ")
                + numbers.stream().map(String::valueOf).collect(Collectors.joining("+"));
    }

    /** A number with its noun: {@code 1 error}, {@code 2 errors}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
