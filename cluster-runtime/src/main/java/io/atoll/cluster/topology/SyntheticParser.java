package io.atoll.cluster.topology;

import io.atoll.cluster.topology.SyntheticLevel.Attribute;
import io.atoll.cluster.topology.SyntheticLevel.Memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The grammar of hwloc's synthetic notation, and nothing of its meaning. Used by one thread.
 *
 * <pre>
 * description = [ "(" attributes ")" ] item { space item }
 * item        = level | attached
 * level       = [ type ":" ] count [ "(" attributes ")" ]
 * attached    = "[" numa [ "(" attributes ")" ] "]"     hangs on the level just written; first: the machine
 * attributes  = name "=" value { space name "=" value }
 * </pre>
 */
final class SyntheticParser {
    private static final int MOST_LEVELS = 128; // as hwloc
    static final String TYPES =
            "package, die, numa, group, l1 to l5 (with d or i for data or instruction caches),"
                    + " core or pu";

    private final SyntheticScanner scanner;
    private final List<SyntheticLevel> levels = new ArrayList<>();

    SyntheticParser(String text) {
        scanner = new SyntheticScanner(text, 1);
    }

    /** The levels as written; the first is the machine itself. */
    List<SyntheticLevel> parse() {
        scanner.skipSpace();
        addLevel(ObjectType.MACHINE, 1, scanner.column());
        for (scanner.skipSpace(); !scanner.atEnd(); scanner.skipSpace()) {
            if (scanner.isAt('[')) {
                levels.getLast().memories().add(attached());
            } else if (scanner.isAtLetter()) {
                typedLevel();
            } else if (scanner.isAtDigit()) {
                int column = scanner.column();
                addLevel(null, count(), column);
            } else {
                throw new TopologyFormatException(
                        scanner.column(),
                        "expected a level such as core:2, found %s".formatted(scanner.found()));
            }
        }
        return levels;
    }

    private void addLevel(ObjectType type, long count, int column) {
        if (levels.size() > MOST_LEVELS) {
            throw new TopologyFormatException(
                    column, "there are more than %d levels; leave some out".formatted(MOST_LEVELS));
        }
        levels.add(new SyntheticLevel(type, count, column, attributes(), new ArrayList<>()));
    }

    private void typedLevel() {
        int column = scanner.column();
        String word = scanner.takeWord();
        ObjectType type = ObjectType.named(word);
        if (type == null) {
            throw new TopologyFormatException(
                    column, "'%s' is no type of object; write one of %s".formatted(word, TYPES));
        }
        if (!scanner.take(':')) {
            throw new TopologyFormatException(
                    scanner.column(),
                    "'%s' needs a colon and a count; write for example %s:2".formatted(word, word));
        }
        scanner.skipSpace();
        addLevel(type, count(), column);
    }

    private long count() {
        int column = scanner.column();
        long count = scanner.takeNumber("the count of a level", "core:2");
        if (count == 0) {
            throw new TopologyFormatException(column, "a level needs at least one object, not 0");
        }
        return count;
    }

    private Memory attached() {
        int column = scanner.column();
        scanner.take('[');
        scanner.skipSpace();
        int wordColumn = scanner.column();
        String word = scanner.takeWord();
        if (ObjectType.named(word) != ObjectType.NUMA_NODE) {
            throw new TopologyFormatException(
                    wordColumn,
                    "only a NUMA node can stand in brackets, not '%s'; write [NUMANode]"
                            .formatted(word));
        }
        scanner.skipSpace();
        List<Attribute> attributes = attributes();
        scanner.skipSpace();
        if (!scanner.take(']')) {
            throw new TopologyFormatException(
                    scanner.column(),
                    "the bracket opened in column %d must be closed by ']', found %s"
                            .formatted(column, scanner.found()));
        }
        return new Memory(column, attributes);
    }

    /** What stands in parentheses right here; empty if nothing does. */
    private List<Attribute> attributes() {
        List<Attribute> attributes = new ArrayList<>();
        int openColumn = scanner.column();
        if (!scanner.take('(')) {
            return attributes;
        }
        for (scanner.skipSpace(); !scanner.take(')'); scanner.skipSpace()) {
            if (scanner.atEnd()) {
                throw new TopologyFormatException(
                        openColumn, "this parenthesis is never closed; add ')'");
            }
            attributes.add(attribute());
        }
        return attributes;
    }

    private Attribute attribute() {
        int column = scanner.column();
        String name = scanner.takeUntil("=()[]");
        if (name.isEmpty() || !scanner.take('=')) {
            throw new TopologyFormatException(
                    column,
                    "expected ')' or an attribute such as size=1MiB, found '%s'"
                            .formatted(name.isEmpty() ? "=" : name));
        }
        int valueColumn = scanner.column();
        String value = scanner.takeUntil("()[]");
        if (value.isEmpty()) {
            throw new TopologyFormatException(
                    valueColumn, "'%s' needs a value behind '='".formatted(name));
        }
        return new Attribute(name, value, column, valueColumn);
    }
}
