package io.atoll.command.console;

import java.util.List;

/**
 * One word that can be typed, and what it does.
 *
 * @param syntax what may follow it
 * @param meaning one line
 * @param details more lines, or none
 * @param isRepeatable whether an empty line after it does it again
 */
record Verb(
        String name,
        Syntax syntax,
        String meaning,
        List<String> details,
        boolean isRepeatable,
        Action action) {
    /** What it does; throws a {@code UsageException} of one sentence if that cannot be. */
    @FunctionalInterface
    interface Action {
        Answer execute(Arguments arguments);
    }

    static Verb of(String name, String syntax, String meaning, Action action) {
        return new Verb(name, Syntax.of(syntax), meaning, List.of(), false, action);
    }

    Verb withDetails(String... lines) {
        return new Verb(name, syntax, meaning, List.of(lines), isRepeatable, action);
    }

    Verb repeatable() {
        return new Verb(name, syntax, meaning, details, true, action);
    }

    /** {@code step [n] [cluster N]}. */
    String usage() {
        return (name + " " + syntax.text()).strip();
    }
}
