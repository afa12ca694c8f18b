package io.atoll.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Data for programs: what {@code --json} prints, and the files of a run. */
public final class Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    private static final ObjectMapper ONE_LINE = new ObjectMapper();

    /** The same in one line, without a line end. */
    public static String line(Object data) {
        try {
            return ONE_LINE.writeValueAsString(data);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible); // nothing but maps, lists and values
        }
    }

    /** Maps, lists, texts and numbers as JSON, indented, with a line end. */
    public static String text(Object data) {
        try {
            return MAPPER.writeValueAsString(data) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible); // nothing but maps, lists and values
        }
    }
}
