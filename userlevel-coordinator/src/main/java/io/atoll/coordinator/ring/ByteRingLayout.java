package io.atoll.coordinator.ring;

import static io.atoll.coordinator.ring.RingHeader.RECEIVER_CLOSED_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.SENDER_CLOSED_OFFSET;

import org.agrona.BitUtil;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * How a ring of bytes lies in shared memory: the header of all rings, then an Agrona one-to-one
 * ring buffer. A message is a record of a length, a type and its bytes, at a multiple of 8; it
 * never wraps around: what is left at the end is filled by a padding record. The receiver writes
 * nothing into the records; its position returns on a line of its own.
 *
 * <pre>
 *      0              header, see RingHeader
 *    768              records:  length (4)  type (4)  bytes ...              sender
 *    768 + capacity   Agrona's trailer: tail, cached head                    sender
 *                                       head                                 receiver
 * </pre>
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read mode</th><th>write mode</th><th>guarded by</th></tr>
 * <tr><td>length</td><td>acquire</td><td>release, after type and bytes; 0 ahead of the tail, negative
 * while the bytes are being written</td><td>sender writes</td></tr>
 * <tr><td>type, bytes</td><td>plain, after the length</td><td>plain</td><td>sender writes, after it has
 * seen that they were consumed</td></tr>
 * <tr><td>head</td><td>acquire, before bytes are used again</td><td>release, after the bytes were
 * read</td><td>receiver writes</td></tr>
 * <tr><td>tail, cached head</td><td>as Agrona does</td><td>as Agrona does</td><td>sender only</td></tr>
 * </table>
 */
public final class ByteRingLayout {
    static final int RECORDS_OFFSET = (int) RingHeader.BYTE_SIZE;
    static final int RECORD_HEADER_BYTES = RecordDescriptor.HEADER_LENGTH;
    static final int TYPE_OFFSET = RecordDescriptor.typeOffset(0);
    static final int PADDING_TYPE = RingBuffer.PADDING_MSG_TYPE_ID;

    /** Half a word of shared memory; the access mode is named at each use. */
    static final VarHandle HALF_WORD = ValueLayout.JAVA_INT.varHandle();

    private static final long MAGIC = 0x41544f4c4c425231L;
    private static final int MIN_CAPACITY = 1 << 8;
    private static final int MAX_CAPACITY = 1 << 28;

    private ByteRingLayout() {}

    /**
     * Bytes of memory of a ring, a multiple of 64.
     *
     * @param capacity bytes of records it holds: a power of two from 2^8 to 2^28
     */
    public static long byteSize(int capacity) {
        return RECORDS_OFFSET + agronaByteSize(capacity);
    }

    /** Bytes of the longest message: an eighth of the capacity. */
    public static int maxMessageLength(int capacity) {
        checkCapacity(capacity);
        return capacity >> 3;
    }

    /** True once the sender has formatted the ring. */
    public static boolean isFormatted(MemorySegment memory) {
        return RingHeader.isFormatted(memory);
    }

    /** Closes both ends of a ring from outside, on behalf of a side that cannot do it any more. */
    public static void close(MemorySegment memory) {
        RingHeader.close(memory, SENDER_CLOSED_OFFSET);
        RingHeader.close(memory, RECEIVER_CLOSED_OFFSET);
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
        RingHeader.check(memory, MAGIC, capacity, "bytes");
    }

    /** Bytes that a message takes among the records. */
    static int recordBytes(int messageLength) {
        return BitUtil.align(messageLength + RECORD_HEADER_BYTES, RecordDescriptor.ALIGNMENT);
    }

    static int agronaByteSize(int capacity) {
        checkCapacity(capacity);
        return capacity + RingBufferDescriptor.TRAILER_LENGTH;
    }

    static long tailOffset(int capacity) {
        return RECORDS_OFFSET + capacity + RingBufferDescriptor.TAIL_POSITION_OFFSET;
    }

    static long cachedHeadOffset(int capacity) {
        return RECORDS_OFFSET + capacity + RingBufferDescriptor.HEAD_CACHE_POSITION_OFFSET;
    }

    static long headOffset(int capacity) {
        return RECORDS_OFFSET + capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET;
    }

    private static void checkCapacity(int capacity) {
        if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "a ring cannot hold %d bytes; it holds a power of two from %d to %d"
                            .formatted(capacity, MIN_CAPACITY, MAX_CAPACITY));
        }
    }
}
