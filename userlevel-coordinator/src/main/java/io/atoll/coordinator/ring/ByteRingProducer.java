package io.atoll.coordinator.ring;

import static io.atoll.coordinator.ring.ByteRingLayout.RECORDS_OFFSET;
import static io.atoll.coordinator.ring.ByteRingLayout.RECORD_HEADER_BYTES;
import static io.atoll.coordinator.ring.RingHeader.RECEIVER_CLOSED_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.WORD;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.memory.SharedMessages;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

import java.lang.foreign.MemorySegment;

/**
 * The sending end of a ring of bytes: messages of any length up to {@link #maxMessageLength}, each
 * with a type, written by Agrona's one-to-one ring buffer. One thread uses it. Sending is wait-free
 * but for copying the bytes; nothing allocates.
 *
 * <p>Once the memory is unmapped its methods throw {@code IllegalStateException}. Agrona writes to
 * the bare address, so that holds for what is unmapped before a call, not for what another core
 * unmaps while the call is copying.
 */
public final class ByteRingProducer extends RingProducer {
    private final OneToOneRingBuffer ring;
    private final int capacity;
    private final int maxMessageLength;
    private final long tailOffset;
    private final long cachedHeadOffset;
    private final long headOffset;

    /** A view of the caller's array, so that sending one allocates nothing. */
    private final UnsafeBuffer arrayView = new UnsafeBuffer();

    private ByteRingProducer(MemorySegment memory, int capacity) {
        super(memory);
        this.capacity = capacity;
        // Agrona's lengths and ours agree: both say an eighth of the capacity.
        this.ring =
                new OneToOneRingBuffer(
                        new UnsafeBuffer(
                                memory.address() + RECORDS_OFFSET,
                                ByteRingLayout.agronaByteSize(capacity)));
        this.maxMessageLength = ByteRingLayout.maxMessageLength(capacity);
        this.tailOffset = ByteRingLayout.tailOffset(capacity);
        this.cachedHeadOffset = ByteRingLayout.cachedHeadOffset(capacity);
        this.headOffset = ByteRingLayout.headOffset(capacity);
    }

    /**
     * Makes zeroed memory a ring, and its sending end.
     *
     * @param memory at least {@link ByteRingLayout#byteSize} bytes, at a multiple of 64
     * @param capacity bytes of records it holds: a power of two from 2^8 to 2^28
     */
    public static ByteRingProducer format(MemorySegment memory, int capacity) {
        ByteRingLayout.format(memory, capacity);
        return attach(memory, capacity);
    }

    /**
     * The sending end of a formatted ring in which nothing was sent yet.
     *
     * @throws CorruptRingException if the memory is no such ring of that capacity
     */
    public static ByteRingProducer attach(MemorySegment memory, int capacity) {
        ByteRingLayout.check(memory, capacity);
        ByteRingProducer producer = new ByteRingProducer(memory, capacity);
        producer.checkTail();
        return producer;
    }

    /** Bytes of the longest message: an eighth of the capacity. */
    public int maxMessageLength() {
        return maxMessageLength;
    }

    /**
     * Sends a message.
     *
     * @param type the user's, at least 1
     * @param length bytes, from 0 to {@link #maxMessageLength}
     * @return {@link RingResult#OK}, {@link RingResult#BACK_PRESSURE} or {@link RingResult#CLOSED}
     * @throws IllegalArgumentException if the type or the length cannot be sent
     * @throws IndexOutOfBoundsException if the source has no such bytes
     * @throws CorruptRingException if the receiver says what it cannot say
     */
    public int offer(int type, DirectBuffer source, int offset, int length) {
        if (type < 1 || length < 0 || length > maxMessageLength) {
            throw unsendable(type, length);
        }
        // All checks come before Agrona claims a record: one that is never finished stops the ring.
        source.boundsCheck(offset, length);
        checkTail();
        long tail = position;
        // Agrona looks whether there is room only if it does not know of any.
        SharedAccess.beforeLoad(memory.address() + headOffset);
        SharedAccess.beforeStore(memory.address() + RECORDS_OFFSET + (tail & (capacity - 1)));
        boolean isSent = ring.write(type, source, offset, length);
        // Even if there was no room: Agrona may have filled the end with padding.
        position = (long) WORD.get(memory, tailOffset);
        if (!isSent) {
            return fullOrClosed();
        }
        long head = (long) WORD.get(memory, cachedHeadOffset);
        if (head != limit) {
            checkHead(head, tail);
            limit = head;
        }
        // Where the record begins: padding may lie before it.
        SharedMessages.sent(memory.address(), position - ByteRingLayout.recordBytes(length));
        return RingResult.OK;
    }

    /** As {@link #offer(int, DirectBuffer, int, int)}, from an array. */
    public int offer(int type, byte[] source, int offset, int length) {
        arrayView.wrap(source);
        return offer(type, arrayView, offset, length);
    }

    private IllegalArgumentException unsendable(int type, int length) {
        return new IllegalArgumentException(
                type < 1
                        ? "type %d of a message is reserved; use 1 and above".formatted(type)
                        : "a message of %d bytes cannot be sent here; at most %d bytes can"
                                .formatted(length, maxMessageLength));
    }

    /** Through the segment, so that memory that was unmapped is noticed here. */
    private void checkTail() {
        long tail = (long) WORD.get(memory, tailOffset);
        if (tail != position) {
            throw new CorruptRingException(
                    "the tail of the ring is at %d; this end left it at %d"
                            .formatted(tail, position));
        }
    }

    private void checkHead(long head, long tail) {
        if (head < limit || head > tail || (head & 7) != 0) {
            throw new CorruptRingException(
                    "the receiver says it consumed %d bytes; it had consumed %d of %d sent"
                            .formatted(head, limit, tail));
        }
    }

    @Override
    public int checkRoom() {
        return checkRoom(maxMessageLength);
    }

    /**
     * {@inheritDoc} After {@code OK}, {@link #offer} of a message of that length, or of a shorter
     * one, finds that room.
     *
     * @throws IllegalArgumentException if no message has that length
     */
    @Override
    public int checkRoom(int length) {
        if (length < 0 || length > maxMessageLength) {
            throw unsendable(1, length);
        }
        checkTail();
        long head = (long) WORD.getAcquire(memory, headOffset);
        checkHead(head, position);
        if (bytesNeeded(length) <= capacity - (position - head)) {
            return RingResult.OK;
        }
        return closedOrFull();
    }

    /**
     * What Agrona wants to find free: the record, the header of the next one behind it, and, if
     * these do not fit in before the end of the records, what is left there too.
     */
    private int bytesNeeded(int length) {
        int record = ByteRingLayout.recordBytes(length);
        int needed = record + RECORD_HEADER_BYTES;
        int toEnd = capacity - (int) (position & (capacity - 1));
        return record == toEnd || needed <= toEnd ? needed : toEnd + needed;
    }

    private int fullOrClosed() {
        checkHead((long) WORD.getAcquire(memory, headOffset), position);
        return closedOrFull();
    }

    private int closedOrFull() {
        return RingHeader.isClosed(memory, RECEIVER_CLOSED_OFFSET)
                ? RingResult.CLOSED
                : RingResult.BACK_PRESSURE;
    }
}
