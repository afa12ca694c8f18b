package io.atoll.coordinator.ring;

import static io.atoll.coordinator.ring.RingHeader.RECEIVER_CLOSED_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.RECEIVER_SIGNAL_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.SENDER_SIGNAL_OFFSET;

import java.lang.foreign.MemorySegment;

/**
 * The receiving end of a ring, whatever its messages are: how to look and to wait for one, how to
 * know that the sender waits for room, and the end. One thread uses it; all methods are wait-free
 * and allocate nothing.
 */
public abstract sealed class RingConsumer extends PaddedCursor
        permits LineRingConsumer, ByteRingConsumer {
    final MemorySegment memory;

    RingConsumer(MemorySegment memory) {
        this.memory = memory;
    }

    /**
     * Looks for the next message. It stays there, to be read, until {@link #release}.
     *
     * @return {@link RingResult#OK}, {@link RingResult#EMPTY} or {@link RingResult#CLOSED}
     * @throws CorruptRingException if the sender says what it cannot say
     */
    public abstract int poll();

    /** Done with the message that {@link #poll} found: its memory may be used again. */
    public abstract void release();

    /**
     * After messages were released: whether the sender sleeps until there is room, and must be
     * rung. Clears that wish, so the answer is true once per sleep.
     */
    public final boolean requireSignal() {
        if (limit == looked) {
            // Nothing was told since the last look, so nobody can have begun to wait for it.
            return false;
        }
        looked = limit;
        return RingHeader.requireSignal(memory, SENDER_SIGNAL_OFFSET);
    }

    /** Before sleeping until a message comes; afterwards {@link #poll} once more. */
    public final void requestSignal() {
        RingHeader.requestSignal(memory, RECEIVER_SIGNAL_OFFSET);
    }

    /** A message had come after all. */
    public final void cancelSignal() {
        RingHeader.cancelSignal(memory, RECEIVER_SIGNAL_OFFSET);
    }

    /** Nothing more will be received. Ring the sender, which may wait for room. */
    public final void close() {
        RingHeader.close(memory, RECEIVER_CLOSED_OFFSET);
    }
}
