package io.atoll.coordinator.ring;

import static io.atoll.coordinator.ring.RingHeader.RECEIVER_SIGNAL_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.SENDER_CLOSED_OFFSET;
import static io.atoll.coordinator.ring.RingHeader.SENDER_SIGNAL_OFFSET;

import java.lang.foreign.MemorySegment;

/**
 * The sending end of a ring, whatever its messages are: how to wait for room, how to know that the
 * receiver waits for a message, and the end. One thread uses it; all methods are wait-free and
 * allocate nothing.
 */
public abstract sealed class RingProducer extends PaddedCursor
        permits LineRingProducer, ByteRingProducer {
    final MemorySegment memory;

    RingProducer(MemorySegment memory) {
        this.memory = memory;
    }

    /**
     * Looks whether a message of that length could be sent now.
     *
     * @param length bytes of payload; at most what fits into one message of this ring
     * @return {@link RingResult#OK}, {@link RingResult#BACK_PRESSURE} or {@link RingResult#CLOSED}
     * @throws CorruptRingException if the receiver says what it cannot say
     */
    public abstract int checkRoom(int length);

    /**
     * Looks whether any message could be sent now, also the longest.
     *
     * @return as {@link #checkRoom(int)}
     * @throws CorruptRingException if the receiver says what it cannot say
     */
    public abstract int checkRoom();

    /**
     * After a message was sent: whether the receiver sleeps, or is about to, and must be rung.
     * Clears that wish, so the answer is true once per sleep.
     */
    public final boolean requireSignal() {
        return RingHeader.requireSignal(memory, RECEIVER_SIGNAL_OFFSET);
    }

    /** Before sleeping until there is room; afterwards {@link #checkRoom(int)} once more. */
    public final void requestSignal() {
        RingHeader.requestSignal(memory, SENDER_SIGNAL_OFFSET);
    }

    /** There was room after all. */
    public final void cancelSignal() {
        RingHeader.cancelSignal(memory, SENDER_SIGNAL_OFFSET);
    }

    /** Nothing more will be sent; what was sent can still be received. Ring the receiver. */
    public final void close() {
        RingHeader.close(memory, SENDER_CLOSED_OFFSET);
    }
}
