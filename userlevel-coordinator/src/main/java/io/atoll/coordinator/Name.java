package io.atoll.coordinator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The name of a service, packed into {@value #WORDS} words so that it fits into one message.
 *
 * @param text 1 to {@value #MAX_BYTES} bytes in UTF-8, none of them zero
 */
record Name(String text) {
    static final int WORDS = 4;
    static final int MAX_BYTES = WORDS * Long.BYTES;

    Name {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_BYTES || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the name '%s' has %d bytes; it must have 1 to %d, none of them zero"
                            .formatted(text, bytes, MAX_BYTES));
        }
    }

    long[] words() {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        long[] words = new long[WORDS];
        ByteBuffer.wrap(bytes).asLongBuffer().get(words);
        return words;
    }

    /** Unpacks; empty if the words are no packed name, for they may come from any program. */
    static Optional<Name> of(long... words) {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
        buffer.asLongBuffer().put(words, 0, WORDS);
        byte[] bytes = buffer.array();
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        // Only what packs to the same bytes again: bytes that are no UTF-8 do not.
        byte[] again = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        return length > 0 && Arrays.equals(again, bytes)
                ? Optional.of(new Name(text))
                : Optional.empty();
    }

    /** The cluster whose coordinator decides about this name. */
    int home(int clusterCount) {
        return Math.floorMod(text.hashCode(), clusterCount);
    }

    @Override
    public String toString() {
        return text;
    }
}
