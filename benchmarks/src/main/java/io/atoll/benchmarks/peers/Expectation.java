package io.atoll.benchmarks.peers;

import org.agrona.DirectBuffer;

/**
 * The sequence number that has to come next, for handlers that are called with messages. Owned by
 * the receiving thread, which writes it with every message; so it lies alone on its cache lines,
 * 128 bytes from anything that the sending thread might read.
 */
final class Expectation {
    private static final int NEXT = 16;
    private static final int WORDS = 33;

    private final long[] words = new long[WORDS];

    /** Expects {@code sequence} next. */
    void begin(long sequence) {
        words[NEXT] = sequence;
    }

    /** What has to come next. */
    long next() {
        return words[NEXT];
    }

    /** A message has come. */
    void meet(DirectBuffer buffer, int offset) {
        Payload.check(words[NEXT]++, buffer, offset);
    }

    /** A message has come. */
    void meet(Message message) {
        message.check(words[NEXT]++);
    }
}
