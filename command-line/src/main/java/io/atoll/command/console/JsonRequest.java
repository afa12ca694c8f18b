package io.atoll.command.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.atoll.command.UsageException;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A verb as a program sends it: {@code {"execute":"step","arguments":{"n":3}}}.
 *
 * @param arguments values by their names in the verb's syntax
 */
record JsonRequest(String verb, Map<String, String> arguments) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static JsonRequest parse(String line) {
        try {
            JsonNode request = MAPPER.readTree(line);
            if (request != null && request.path("execute").isTextual()) {
                Map<String, String> arguments = new LinkedHashMap<>();
                request.path("arguments")
                        .properties()
                        .forEach(each -> arguments.put(each.getKey(), each.getValue().asText()));
                return new JsonRequest(request.path("execute").asText(), arguments);
            }
        } catch (JsonProcessingException _) {
            // said below
        }
        throw new UsageException(
                "'%s' is no request; one is {\"execute\":\"step\",\"arguments\":{\"n\":3}}"
                        .formatted(line));
    }
}
