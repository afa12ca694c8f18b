package io.atoll.coordinator.ring;

import static io.atoll.coordinator.ring.LineRingLayout.LINES_OFFSET;
import static io.atoll.coordinator.ring.LineRingLayout.LINE_BYTES;
import static io.atoll.coordinator.ring.LineRingLayout.PAYLOAD_WORDS;
import static io.atoll.coordinator.ring.LineRingLayout.SEQUENCE_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.CONSUMED_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.SENDER_CLOSED_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.WORD;
import static io.atoll.coordinator.ring.RingMemory.EVERYTHING;
import static io.atoll.coordinator.ring.RingMemory.checkMapped;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.cluster.memory.SharedMessages;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The receiving end of a ring of lines. One thread uses it. All methods are wait-free and allocate
 * nothing. Once the memory is unmapped they throw {@code IllegalStateException}.
 */
public final class LineRingConsumer extends RingConsumer {
    private final MemorySegment.Scope scope;

    /** Address of the first line. */
    private final long lines;

    private final int capacity;
    private final long mask;

    /** Messages after which the sender is told: often enough that it never waits for nothing. */
    private final int creditBatch;

    private LineRingConsumer(MemorySegment memory, int capacity) {
        super(memory);
        this.scope = memory.scope();
        this.lines = memory.address() + LINES_OFFSET;
        this.capacity = capacity;
        this.mask = capacity - 1;
        this.creditBatch = capacity / 4;
    }

    /**
     * The receiving end of a formatted ring from which nothing was received yet.
     *
     * @throws CorruptRingException if the memory is no ring of that capacity
     */
    public static LineRingConsumer attach(MemorySegment memory, int capacity) {
        LineRingLayout.check(memory, capacity);
        return new LineRingConsumer(memory, capacity);
    }

    @Override
    public int poll() {
        long sequence = sequence();
        return sequence == position + 1 ? found() : emptyOrClosed(sequence);
    }

    private int found() {
        SharedMessages.found(lines - LINES_OFFSET, position);
        return RingResult.OK;
    }

    private long sequence() {
        checkMapped(scope);
        long line = line();
        SharedAccess.beforeLoad(line);
        // Before the payload is read.
        return (long) RingMemory.WORD.getAcquire(EVERYTHING, line + SEQUENCE_OFFSET);
    }

    private long line() {
        return lines + (position & mask) * LINE_BYTES;
    }

    private int emptyOrClosed(long sequence) {
        checkPrevious(sequence);
        if (!RingHeader.isClosed(memory, SENDER_CLOSED_OFFSET)) {
            return RingResult.EMPTY;
        }
        // Closed comes after the last message: who sees it sees that message too.
        long last = sequence();
        if (last == position + 1) {
            return found();
        }
        checkPrevious(last);
        return RingResult.CLOSED;
    }

    /** Until the next message comes, its line carries that of one lap ago, or nothing. */
    private void checkPrevious(long sequence) {
        long previous = Math.max(0, position + 1 - capacity);
        if (sequence != previous) {
            throw new CorruptRingException(
                    "the line of message %d carries sequence number %d, neither %d nor %d"
                            .formatted(position, sequence, previous, position + 1));
        }
    }

    /** Word {@code index} (0 to 6) of the message that {@link #poll} found. */
    public long word(int index) {
        checkMapped(scope);
        long word = Objects.checkIndex(index, PAYLOAD_WORDS);
        return (long) RingMemory.WORD.get(EVERYTHING, line() + (word << 3));
    }

    @Override
    public void release() {
        long next = position + 1;
        position = next;
        if (next - limit >= creditBatch) {
            limit = next;
            SharedAccess.beforeStore(lines - LINES_OFFSET + CONSUMED_OFFSET);
            WORD.setRelease(memory, CONSUMED_OFFSET, next); // after the payload was read
        }
    }
}
