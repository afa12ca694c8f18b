package io.atoll.coordinator.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the diagnostics of one text. It also remembers which attributes were faulty, so that a
 * later check does not blame the default value that stands in for one. Not thread-safe.
 */
final class Diagnostics {
    private record Fault(Position position, String attribute) {}

    private final String file;
    private final List<Diagnostic> collected = new ArrayList<>();
    private final Set<Fault> faults = new HashSet<>();

    Diagnostics(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    /** Reports a broken rule at an element; the tag may be empty. */
    void report(Rule rule, Position position, String tag, String message) {
        add(rule.severity(), rule, position, tag, message);
    }

    /** Reports an attribute whose value is unusable from now on. */
    void reportFaulty(Rule rule, Position position, String tag, String attribute, String message) {
        faults.add(new Fault(position, attribute));
        report(rule, position, tag, message);
    }

    /** Adds a hint to the diagnostic reported last for this rule at this place. */
    void note(Rule rule, Position position, String message) {
        add(Diagnostic.Severity.NOTE, rule, position, "", message);
    }

    /** Adds "did you mean" if something close enough is known. */
    void suggest(Rule rule, Position position, String wrong, Iterable<String> known) {
        Suggestions.closest(wrong, known)
                .ifPresent(close -> note(rule, position, "did you mean '" + close + "'?"));
    }

    /** Adds diagnostics about other texts. */
    void addAll(List<Diagnostic> others) {
        collected.addAll(others);
    }

    /** Whether the attributes of the element at this place can be believed. */
    boolean isSound(Position position, String... attributes) {
        for (String attribute : attributes) {
            if (faults.contains(new Fault(position, attribute))) {
                return false;
            }
        }
        return true;
    }

    boolean hasErrors() {
        return collected.stream().anyMatch(Diagnostic::isError);
    }

    /** Everything, in reading order; the sort is stable, so notes stay behind their diagnostics. */
    List<Diagnostic> inFileOrder() {
        return collected.stream().sorted(Comparator.comparing(Diagnostic::position)).toList();
    }

    /** The outcome: the value unless there was an error. */
    <T> Parsed<T> outcome(T value) {
        return new Parsed<>(hasErrors() ? null : value, inFileOrder());
    }

    private void add(
            Diagnostic.Severity severity,
            Rule rule,
            Position position,
            String tag,
            String message) {
        collected.add(
                new Diagnostic(
                        file, position.row(), position.column(), severity, message, tag, rule));
    }
}
