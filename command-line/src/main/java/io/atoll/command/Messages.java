package io.atoll.command;

import java.io.PrintStream;

/**
 * What Atoll itself has to say, on standard error, so that standard output stays the guests'. Any
 * thread.
 */
public final class Messages {
    private final PrintStream err;
    private final boolean isQuiet;

    public Messages(PrintStream err, boolean isQuiet) {
        this.err = err;
        this.isQuiet = isQuiet;
    }

    public void info(String format, Object... arguments) {
        if (!isQuiet) {
            err.println("ATOLL|INFO: " + format.formatted(arguments));
        }
    }

    public void warning(String format, Object... arguments) {
        err.println("ATOLL|WARN: " + format.formatted(arguments));
    }

    /** A line that has its own form, such as a diagnostic. */
    public void line(Object line) {
        err.println(line);
    }
}
