package io.atoll.coordinator.system;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A description that cannot be used; thrown only where the caller asked for an exception instead of
 * diagnostics. The message is the lines of all diagnostics. A command that catches it prints them
 * and exits with code 2.
 */
public final class InvalidDescriptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    InvalidDescriptionException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        this.diagnostics = diagnostics;
    }

    /** All remarks, in file order; empty after deserialisation, when only the message is left. */
    public List<Diagnostic> diagnostics() {
        return diagnostics == null ? List.of() : diagnostics;
    }
}
