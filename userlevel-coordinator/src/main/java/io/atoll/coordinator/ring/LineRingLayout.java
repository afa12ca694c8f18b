package io.atoll.coordinator.ring;

import static io.atoll.coordinator.ring.RingHeader.RECEIVER_CLOSED_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.SENDER_CLOSED_OFFSET;

import java.lang.foreign.MemorySegment;

/**
 * How a ring of lines lies in shared memory. One message per line of 64 bytes: seven words of
 * payload and, last, its sequence number, which the sender writes last with release. The receiver
 * writes nothing into the lines; what it has consumed returns as a count on a line of its own.
 *
 * <pre>
 *      0  header, see RingHeader; in it, at 384, the count of messages consumed    receiver
 *    768  lines: 7 words of payload, sequence                                      sender
 * </pre>
 *
 * <p>Zeroed memory is an empty ring that is not formatted yet: message {@code n}, counted from 0,
 * has the sequence number {@code n + 1}.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read mode</th><th>write mode</th><th>guarded by</th></tr>
 * <tr><td>payload</td><td>plain, after the sequence</td><td>plain</td><td>sender writes, after it has
 * seen that the line was consumed</td></tr>
 * <tr><td>sequence</td><td>acquire</td><td>release, after the payload</td><td>sender writes</td></tr>
 * <tr><td>consumed</td><td>acquire, before lines are used again</td><td>release, after the payload was
 * read</td><td>receiver writes</td></tr>
 * </table>
 */
public final class LineRingLayout {
    /** Words of a message that are the user's. */
    public static final int PAYLOAD_WORDS = 7;

    static final long LINE_BYTES = 64;
    static final long SEQUENCE_OFFSET = PAYLOAD_WORDS * Long.BYTES;
    static final long LINES_OFFSET = RingHeader.BYTE_SIZE;

    private static final long MAGIC = 0x41544f4c4c4c5231L;
    private static final int MIN_CAPACITY = 4;
    private static final int MAX_CAPACITY = 1 << 20;

    private LineRingLayout() {}

    /**
     * Bytes of a ring, a multiple of 64.
     *
     * @param capacity messages it holds: a power of two from 4 to 2^20
     */
    public static long byteSize(int capacity) {
        if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "a ring cannot hold %d messages; it holds a power of two from %d to %d"
                            .formatted(capacity, MIN_CAPACITY, MAX_CAPACITY));
        }
        return LINES_OFFSET + capacity * LINE_BYTES;
    }

    /** True once the sender has formatted the ring. */
    public static boolean isFormatted(MemorySegment memory) {
        return RingHeader.isFormatted(memory);
    }

    /** Makes zeroed memory a ring. */
    static void format(MemorySegment memory, int capacity) {
        RingHeader.checkMemory(memory, byteSize(capacity));
        RingHeader.format(memory, MAGIC, capacity);
    }

    /**
     * Checks that memory is a ring of that capacity.
     *
     * @throws CorruptRingException if it is not
     */
    static void check(MemorySegment memory, int capacity) {
        RingHeader.checkMemory(memory, byteSize(capacity));
        RingHeader.check(memory, MAGIC, capacity, "messages");
    }

    /** Closes both ends of a ring from outside, on behalf of a side that cannot do it any more. */
    public static void close(MemorySegment memory) {
        RingHeader.close(memory, SENDER_CLOSED_OFFSET);
        RingHeader.close(memory, RECEIVER_CLOSED_OFFSET);
    }
}
