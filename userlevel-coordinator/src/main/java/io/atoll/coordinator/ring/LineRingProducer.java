package io.atoll.coordinator.ring;

import static io.atoll.coordinator.ring.LineRingLayout.LINES_OFFSET;
import static io.atoll.coordinator.ring.LineRingLayout.LINE_BYTES;
import static io.atoll.coordinator.ring.LineRingLayout.SEQUENCE_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.CONSUMED_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.RECEIVER_CLOSED_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.WORD;
import static io.atoll.coordinator.ring.RingMemory.EVERYTHING;
import static io.atoll.coordinator.ring.RingMemory.checkMapped;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.memory.SharedMessages;

import java.lang.foreign.MemorySegment;

/**
 * The sending end of a ring of lines. One thread uses it. All methods are wait-free and allocate
 * nothing. Once the memory is unmapped they throw {@code IllegalStateException}.
 */
public final class LineRingProducer extends RingProducer {
    private final MemorySegment.Scope scope;

    /** Address of the first line. */
    private final long lines;

    private final int capacity;
    private final long mask;

    private LineRingProducer(MemorySegment memory, int capacity) {
        super(memory);
        this.scope = memory.scope();
        this.lines = memory.address() + LINES_OFFSET;
        this.capacity = capacity;
        this.mask = capacity - 1;
        this.limit = capacity;
    }

    /**
     * Makes zeroed memory a ring, and its sending end.
     *
     * @param memory at least {@link LineRingLayout#byteSize} bytes, at a multiple of 64
     */
    public static LineRingProducer format(MemorySegment memory, int capacity) {
        LineRingLayout.format(memory, capacity);
        return new LineRingProducer(memory, capacity);
    }

    /**
     * The sending end of a formatted ring in which nothing was sent yet.
     *
     * @throws CorruptRingException if the memory is no ring of that capacity
     */
    public static LineRingProducer attach(MemorySegment memory, int capacity) {
        LineRingLayout.check(memory, capacity);
        return new LineRingProducer(memory, capacity);
    }

    /**
     * Sends a message.
     *
     * @return {@link RingResult#OK}, {@link RingResult#BACK_PRESSURE} or {@link RingResult#CLOSED}
     * @throws CorruptRingException if the receiver says what it cannot say
     */
    public int offer(long w0, long w1, long w2, long w3, long w4, long w5, long w6) {
        checkMapped(scope);
        long number = position;
        if (number == limit) {
            int result = checkRoom();
            if (result != RingResult.OK) {
                return result;
            }
        }
        long line = lines + (number & mask) * LINE_BYTES;
        SharedAccess.beforeStore(line);
        RingMemory.WORD.set(EVERYTHING, line, w0);
        RingMemory.WORD.set(EVERYTHING, line + 8, w1);
        RingMemory.WORD.set(EVERYTHING, line + 16, w2);
        RingMemory.WORD.set(EVERYTHING, line + 24, w3);
        RingMemory.WORD.set(EVERYTHING, line + 32, w4);
        RingMemory.WORD.set(EVERYTHING, line + 40, w5);
        RingMemory.WORD.set(EVERYTHING, line + 48, w6);
        // The payload before it.
        RingMemory.WORD.setRelease(EVERYTHING, line + SEQUENCE_OFFSET, number + 1);
        position = number + 1;
        SharedMessages.sent(lines - LINES_OFFSET, number);
        return RingResult.OK;
    }

    /**
     * Sends a message of four words; the receiver must not read the other three, which hold what
     * they held before. Sustains more messages a second than one of seven words: a core keeps what
     * it has written in a buffer of some dozen stores until the line has come from the receiver's
     * core, and the fewer stores a message takes, the more lines are on their way at a time.
     *
     * @return as {@link #offer(long, long, long, long, long, long, long)}
     * @throws CorruptRingException if the receiver says what it cannot say
     */
    public int offer(long w0, long w1, long w2, long w3) {
        checkMapped(scope);
        long number = position;
        if (number == limit) {
            int result = checkRoom();
            if (result != RingResult.OK) {
                return result;
            }
        }
        long line = lines + (number & mask) * LINE_BYTES;
        SharedAccess.beforeStore(line);
        RingMemory.WORD.set(EVERYTHING, line, w0);
        RingMemory.WORD.set(EVERYTHING, line + 8, w1);
        RingMemory.WORD.set(EVERYTHING, line + 16, w2);
        RingMemory.WORD.set(EVERYTHING, line + 24, w3);
        // The payload before it.
        RingMemory.WORD.setRelease(EVERYTHING, line + SEQUENCE_OFFSET, number + 1);
        position = number + 1;
        SharedMessages.sent(lines - LINES_OFFSET, number);
        return RingResult.OK;
    }

    /** Every message takes one line, so the length does not matter. */
    @Override
    public int checkRoom(int length) {
        return checkRoom();
    }

    @Override
    public int checkRoom() {
        if (position != limit) {
            return RingResult.OK;
        }
        SharedAccess.beforeLoad(lines - LINES_OFFSET + CONSUMED_OFFSET);
        // Before the lines that it frees are written again.
        long consumed = (long) WORD.getAcquire(memory, CONSUMED_OFFSET);
        if (consumed < position - capacity || consumed > position) {
            throw new CorruptRingException(
                    "the receiver says it consumed %d messages; of %d sent, %d or more were"
                            .formatted(consumed, position, position - capacity));
        }
        if (RingHeader.isClosed(memory, RECEIVER_CLOSED_OFFSET)) {
            return RingResult.CLOSED;
        }
        limit = consumed + capacity;
        return position == limit ? RingResult.BACK_PRESSURE : RingResult.OK;
    }
}
