package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.ContentMismatchException;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The message that every subject carries: 32 bytes, four words made from the message's sequence
 * number, so that a lost, repeated, reordered or torn message is noticed.
 *
 * <pre>
 *   0         8           16             24            32
 *   | sequence | ~sequence | sequence + A | sequence ^ A |      A: odd, all bits mixed
 * </pre>
 *
 * Pure functions, any thread.
 */
public final class Payload {
    /** Bytes of a message. */
    public static final int BYTES = 32;

    private static final long MIXER = 0x9E37_79B9_7F4A_7C15L;

    private Payload() {}

    /** Second word of a message. */
    public static long second(long sequence) {
        return ~sequence;
    }

    /** Third word of a message. */
    public static long third(long sequence) {
        return sequence + MIXER;
    }

    /** Fourth word of a message. */
    public static long fourth(long sequence) {
        return sequence ^ MIXER;
    }

    /**
     * Checks the words of a received message.
     *
     * @param expected sequence number of the message that had to come
     * @throws ContentMismatchException when it is another, or torn
     */
    public static void check(long expected, long first, long second, long third, long fourth) {
        long difference =
                (first ^ expected)
                        | (second ^ second(expected))
                        | (third ^ third(expected))
                        | (fourth ^ fourth(expected));
        if (difference != 0) {
            throw mismatch(expected, first, second, third, fourth);
        }
    }

    private static ContentMismatchException mismatch(long expected, long... words) {
        boolean whole =
                words[1] == second(words[0])
                        && words[2] == third(words[0])
                        && words[3] == fourth(words[0]);
        return new ContentMismatchException(
                expected, whole ? "message " + words[0] : "a torn message");
    }

    /** Writes a message into a buffer. */
    static void put(MutableDirectBuffer buffer, int offset, long sequence) {
        buffer.putLong(offset, sequence);
        buffer.putLong(offset + 8, second(sequence));
        buffer.putLong(offset + 16, third(sequence));
        buffer.putLong(offset + 24, fourth(sequence));
    }

    /** Checks a message in a buffer. */
    static void check(long expected, DirectBuffer buffer, int offset) {
        check(
                expected,
                buffer.getLong(offset),
                buffer.getLong(offset + 8),
                buffer.getLong(offset + 16),
                buffer.getLong(offset + 24));
    }
}
