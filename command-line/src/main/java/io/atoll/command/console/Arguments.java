package io.atoll.command.console;

import io.atoll.command.UsageException;

import java.util.Map;

/**
 * The values that a verb was given, by their names in its syntax. Immutable.
 *
 * @param verb for complaints
 */
record Arguments(String verb, Map<String, String> values) {
    Arguments {
        values = Map.copyOf(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A value; null if it was left out. */
    String text(String name) {
        return values.get(name);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** A number, decimal or hexadecimal, in these bounds. */
    long number(String name, long otherwise, long least, long most) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.decode(text.replace("_", "").replace(",", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new UsageException(
                "%s: %s cannot be '%s'; it is a number %s"
                        .formatted(
                                verb,
                                name,
                                text,
                                most == Long.MAX_VALUE
                                        ? "from %,d on".formatted(least)
                                        : "from %,d to %,d".formatted(least, most)));
    }
}
