package io.atoll.command.run;

import io.atoll.command.UsageException;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code config.resolved.toml} of a run that was kept, key by key. People can write into it, so
 * whatever is missing or of another type is said in one sentence, a {@link UsageException}.
 * Immutable.
 */
final class StoredConfiguration {
    private final Path file;
    private final TomlParseResult values;

    private StoredConfiguration(Path file, TomlParseResult values) {
        this.file = file;
        this.values = values;
    }

    static StoredConfiguration read(Path file) {
        try {
            TomlParseResult values = Toml.parse(Files.readString(file));
            if (values.hasErrors()) {
                throw new UsageException(
                        "'%s' cannot be read: %s"
                                .formatted(
                                        file,
                                        values.errors()
                                                .getFirst()
                                                .toString()
                                                .replaceAll("\\s+", " ")));
            }
            return new StoredConfiguration(file, values);
        } catch (CharacterCodingException _) {
            throw new UsageException("'%s' is no text".formatted(file));
        } catch (IOException unreadable) {
            throw new UsageException(
                    "'%s' cannot be read: %s".formatted(file, unreadable.getMessage()));
        }
    }

    String text(String key) {
        return value(key, String.class, "a text");
    }

    boolean isTrue(String key) {
        return value(key, Boolean.class, "true or false");
    }

    /** One of these words. */
    String oneOf(String key, List<String> words) {
        String word = text(key);
        if (!words.contains(word)) {
            throw wrong(
                    key, "cannot be '%s'; it is %s".formatted(word, String.join(" or ", words)));
        }
        return word;
    }

    /** A list of texts; empty if there is none. */
    List<String> texts(String key) {
        if (values.get(List.of(key)) == null) {
            return List.of();
        }
        List<Object> all = value(key, TomlArray.class, "a list of texts").toList();
        for (Object each : all) {
            if (!(each instanceof String)) {
                throw wrong(key, "must be a list of texts");
            }
        }
        return all.stream().map(String.class::cast).toList();
    }

    /** A table of integers: a line {@code key = value} each. */
    String integers(String key) {
        TomlTable table = value(key, TomlTable.class, "a table");
        StringBuilder lines = new StringBuilder();
        for (String each : table.keySet()) {
            if (!(table.get(List.of(each)) instanceof Long number)) {
                throw wrong(key + "." + each, "must be an integer");
            }
            lines.append(each).append(" = ").append(number).append('\n');
        }
        return lines.toString();
    }

    private <T> T value(String key, Class<T> type, String typeName) {
        Object value = values.get(List.of(key));
        if (value == null) {
            throw new UsageException(
                    "'%s' does not say '%s', so the run cannot be repeated".formatted(file, key));
        }
        if (!type.isInstance(value)) {
            throw wrong(key, "must be " + typeName);
        }
        return type.cast(value);
    }

    UsageException wrong(String key, String problem) {
        return new UsageException("'%s': '%s' %s".formatted(file, key, problem));
    }
}
