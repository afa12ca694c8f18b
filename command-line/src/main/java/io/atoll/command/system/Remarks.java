package io.atoll.command.system;

import io.atoll.coordinator.system.Diagnostic;
import io.atoll.coordinator.system.Parsed;

import java.util.Optional;
import java.util.function.Consumer;

/** Passes on what is to be said of a person's input, and counts it. Used by one thread. */
final class Remarks {
    private final Consumer<Diagnostic> listener;
    private long errors;
    private long warnings;

    Remarks(Consumer<Diagnostic> listener) {
        this.listener = listener;
    }

    void tell(Diagnostic remark) {
        switch (remark.severity()) {
            case ERROR -> errors++;
            case WARNING -> warnings++;
            case NOTE -> {
                // belongs to what was counted before it
            }
        }
        listener.accept(remark);
    }

    /** Tells all that there is to say; empty if the value cannot be used. */
    <T> Optional<T> accept(Parsed<T> parsed) {
        parsed.diagnostics().forEach(this::tell);
        return parsed.hasErrors() ? Optional.empty() : Optional.ofNullable(parsed.value());
    }

    long errorCount() {
        return errors;
    }

    long warningCount() {
        return warnings;
    }
}
