package io.atoll.coordinator.system;

import java.util.Objects;

/**
 * One remark about a source text, in the style of compilers, so that terminals and editors make the
 * place clickable.
 *
 * @param file the text's name as the user gave it
 * @param row line, from 1; 0 when unknown
 * @param column column, from 1; 0 when unknown
 * @param severity how bad it is
 * @param message one sentence without a full stop: what is wrong and what would be right
 * @param elementTag tag of the XML element concerned, or empty
 * @param rule the rule broken; a note carries the rule of the diagnostic that it explains
 */
public record Diagnostic(
        String file,
        int row,
        int column,
        Severity severity,
        String message,
        String elementTag,
        Rule rule) {

    /** How bad a diagnostic is. */
    public enum Severity {
        /** The description cannot be used. */
        ERROR,
        /** The description can be used, but part of it has no effect. */
        WARNING,
        /** A hint that belongs to the diagnostic before it. */
        NOTE;

        /** The word printed, such as {@code error}. */
        public String word() {
            return switch (this) {
                case ERROR -> "error";
                case WARNING -> "warning";
                case NOTE -> "note";
            };
        }
    }

    public Diagnostic {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(elementTag, "elementTag");
        Objects.requireNonNull(rule, "rule");
    }

    /** Where it is. */
    public Position position() {
        return new Position(row, column);
    }

    /** Whether it makes the description unusable. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /**
     * {@code file:row:column: error: message on element 'tag' [E-ID]}, with three spaces before the
     * rule; the parts that are unknown are left out, and a note names no rule.
     */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(file);
        if (row > 0) {
            line.append(':').append(row).append(':').append(column);
        }
        line.append(": ").append(severity.word()).append(": ").append(message);
        if (!elementTag.isEmpty()) {
            line.append(" on element '").append(elementTag).append('\'');
        }
        if (severity != Severity.NOTE) {
            line.append("   [").append(rule.id()).append(']');
        }
        return line.toString();
    }
}
