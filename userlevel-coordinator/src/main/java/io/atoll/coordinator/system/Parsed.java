package io.atoll.coordinator.system;

import java.util.List;

/**
 * What reading a person's input gave: a value unless there was an error, and all remarks in file
 * order.
 *
 * @param <T> type of the value
 * @param value what was read, or null if a diagnostic is an error
 * @param diagnostics errors, warnings and notes in file order; a note follows what it explains
 */
public record Parsed<T>(T value, List<Diagnostic> diagnostics) {
    public Parsed {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether there is no value because of an error. */
    public boolean hasErrors() {
        return errorCount() > 0;
    }

    /** Number of errors. */
    public long errorCount() {
        return count(Diagnostic.Severity.ERROR);
    }

    /** Number of warnings. */
    public long warningCount() {
        return count(Diagnostic.Severity.WARNING);
    }

    /**
     * The value.
     *
     * @throws InvalidDescriptionException if there were errors
     */
    public T orThrow() {
        if (hasErrors()) {
            throw new InvalidDescriptionException(diagnostics);
        }
        return value;
    }

    private long count(Diagnostic.Severity severity) {
        return diagnostics.stream().filter(d -> d.severity() == severity).count();
    }
}
