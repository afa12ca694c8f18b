package io.atoll.command.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.atoll.command.UsageException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * {@code verdict.json} of a simulated run that was kept: its end, to compare another one with.
 *
 * @param word the verdict
 * @param code the exit code
 * @param isByHost whether the host's clock or a signal ended the run
 */
record StoredVerdict(String word, int code, long events, String eventHash, boolean isByHost) {
    /**
     * Reads it.
     *
     * @throws UsageException with one sentence, if something is missing in it, or is of another
     *     type
     */
    static StoredVerdict read(Path file) {
        JsonNode all = tree(file);
        return new StoredVerdict(
                value(file, all, "verdict", JsonNode::isTextual).textValue(),
                value(file, all, "code", JsonNode::isInt).intValue(),
                value(file, all, "events", JsonNode::canConvertToLong).longValue(),
                value(file, all, "eventHash", JsonNode::isTextual).textValue(),
                value(file, all, "endedByHost", JsonNode::isBoolean).booleanValue());
    }

    private static JsonNode tree(Path file) {
        try {
            JsonNode all = new ObjectMapper().readTree(file.toFile());
            if (all.isObject()) {
                return all;
            }
        } catch (JsonProcessingException _) {
            // nor is that one
        } catch (IOException unreadable) {
            throw new UsageException(
                    "'%s' cannot be read: %s".formatted(file, unreadable.getMessage()));
        }
        throw new UsageException("'%s' is no JSON object".formatted(file));
    }

    private static JsonNode value(
            Path file, JsonNode all, String key, Predicate<JsonNode> isOfType) {
        JsonNode value = all.path(key);
        if (!isOfType.test(value)) {
            throw new UsageException(
                    "'%s' says no '%s', so there is nothing to compare with".formatted(file, key));
        }
        return value;
    }
}
