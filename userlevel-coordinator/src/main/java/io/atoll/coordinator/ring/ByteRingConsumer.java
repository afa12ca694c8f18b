package io.atoll.coordinator.ring;

import static io.atoll.coordinator.ring.ByteRingLayout.HALF_WORD;
import static io.atoll.coordinator.ring.ByteRingLayout.PADDING_TYPE;
import static io.atoll.coordinator.ring.ByteRingLayout.RECORDS_OFFSET;
import static io.atoll.coordinator.ring.ByteRingLayout.RECORD_HEADER_BYTES;
import static io.atoll.coordinator.ring.ByteRingLayout.TYPE_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.SENDER_CLOSED_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.WORD;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.memory.SharedMessages;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * The receiving end of a ring of bytes. One thread uses it. All methods are wait-free, but for
 * copying bytes, and allocate nothing. Once the memory is unmapped they throw {@code
 * IllegalStateException}.
 *
 * <p>It reads Agrona's records by itself, for three reasons: Agrona's {@code read} believes every
 * length it finds; a message can stay in the ring until {@link #release}; and nothing here touches
 * an address that the memory segment has not checked.
 */
public final class ByteRingConsumer extends RingConsumer {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final int capacity;
    private final long mask;
    private final int maxMessageLength;
    private final long headOffset;

    /**
     * Bytes after which the sender is told. A quarter, so that when all is received there is always
     * room for a message, an eighth at most, and for the padding before it.
     */
    private final int creditBatch;

    private ByteRingConsumer(MemorySegment memory, int capacity) {
        super(memory);
        this.capacity = capacity;
        this.mask = capacity - 1;
        this.maxMessageLength = ByteRingLayout.maxMessageLength(capacity);
        this.headOffset = ByteRingLayout.headOffset(capacity);
        this.creditBatch = capacity / 4;
    }

    /**
     * The receiving end of a formatted ring from which nothing was received yet.
     *
     * @throws CorruptRingException if the memory is no such ring of that capacity
     */
    public static ByteRingConsumer attach(MemorySegment memory, int capacity) {
        ByteRingLayout.check(memory, capacity);
        ByteRingConsumer consumer = new ByteRingConsumer(memory, capacity);
        long head = (long) WORD.get(memory, consumer.headOffset);
        if (head != 0) {
            throw new CorruptRingException(
                    "%d bytes were received from this ring already".formatted(head));
        }
        return consumer;
    }

    @Override
    public int poll() {
        int recordLength = recordLength();
        return recordLength > 0 ? open(recordLength) : emptyOrClosed(recordLength);
    }

    private int recordLength() {
        long offset = recordOffset();
        SharedAccess.beforeLoad(memory.address() + offset);
        // Before the type and the bytes are read.
        return (int) HALF_WORD.getAcquire(memory, offset);
    }

    private long recordOffset() {
        return RECORDS_OFFSET + (position & mask);
    }

    private int open(int recordLength) {
        int found = recordLength;
        if (type() == PADDING_TYPE) {
            skipPadding(recordLength);
            found = recordLength();
            if (found <= 0) {
                return emptyOrClosed(found);
            }
        }
        int messageLength = found - RECORD_HEADER_BYTES;
        if (messageLength < 0
                || messageLength > maxMessageLength
                || (position & mask) + found > capacity
                || type() < 1) {
            throw corruptRecord(found);
        }
        length = messageLength;
        SharedMessages.found(memory.address(), position);
        return RingResult.OK;
    }

    /** Padding ends where the records end, and is shorter than the message it made room for. */
    private void skipPadding(int recordLength) {
        if (recordLength != capacity - (position & mask)
                || recordLength >= ByteRingLayout.recordBytes(maxMessageLength)) {
            throw corruptRecord(recordLength);
        }
        position += recordLength;
    }

    private int emptyOrClosed(int recordLength) {
        checkUnfinished(recordLength);
        if (!RingHeader.isClosed(memory, SENDER_CLOSED_OFFSET)) {
            return RingResult.EMPTY;
        }
        // Closed comes after the last message: who sees it sees that message too.
        int last = recordLength();
        if (last > 0) {
            return open(last);
        }
        checkUnfinished(last);
        return RingResult.CLOSED;
    }

    /** What is not sent yet has length 0, or, while its bytes are being written, less than 0. */
    private void checkUnfinished(int recordLength) {
        int claimed = -recordLength;
        if (recordLength != 0
                && (claimed < RECORD_HEADER_BYTES
                        || claimed > RECORD_HEADER_BYTES + maxMessageLength)) {
            throw corruptRecord(recordLength);
        }
    }

    private CorruptRingException corruptRecord(int recordLength) {
        return new CorruptRingException(
                "the record at byte %d has length %d and type %d, which nobody can have sent"
                        .formatted(position, recordLength, type()));
    }

    /** Type of the message that {@link #poll} found. */
    public int type() {
        return (int) HALF_WORD.get(memory, recordOffset() + TYPE_OFFSET);
    }

    /** Bytes of the message that {@link #poll} found. */
    public int length() {
        return length;
    }

    /** The byte of the message at {@code offset}. */
    public byte getByte(int offset) {
        return memory.get(ValueLayout.JAVA_BYTE, checkedOffset(offset, Byte.BYTES));
    }

    /** The four bytes of the message from {@code offset}, in native order. */
    public int getInt(int offset) {
        return memory.get(INT, checkedOffset(offset, Integer.BYTES));
    }

    /** The eight bytes of the message from {@code offset}, in native order. */
    public long getLong(int offset) {
        return memory.get(LONG, checkedOffset(offset, Long.BYTES));
    }

    /** Copies the whole message to {@code destination}, from {@code destinationOffset} on. */
    public void copyTo(byte[] destination, int destinationOffset) {
        MemorySegment.copy(
                memory,
                ValueLayout.JAVA_BYTE,
                checkedOffset(0, length),
                destination,
                destinationOffset,
                length);
    }

    /** Copies the whole message to {@code destination}, from {@code destinationOffset} on. */
    public void copyTo(MemorySegment destination, long destinationOffset) {
        MemorySegment.copy(
                memory, checkedOffset(0, length), destination, destinationOffset, length);
    }

    private long checkedOffset(int offset, int bytes) {
        return recordOffset()
                + RECORD_HEADER_BYTES
                + Objects.checkFromIndexSize(offset, bytes, length);
    }

    @Override
    public void release() {
        long next = position + ByteRingLayout.recordBytes(length);
        position = next;
        if (next - limit >= creditBatch) {
            limit = next;
            SharedAccess.beforeStore(memory.address() + headOffset);
            WORD.setRelease(memory, headOffset, next); // after the bytes were read
        }
    }
}
