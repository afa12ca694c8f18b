package io.atoll.coordinator.channel;

import io.atoll.coordinator.ring.LineRingConsumer;
import io.atoll.coordinator.ring.LineRingLayout;
import io.atoll.coordinator.ring.LineRingProducer;
import io.atoll.coordinator.ring.RingResult;

/**
 * One end of a channel whose messages are up to seven words, each in a cache line of its own: the
 * fastest kind. All that has nothing to do with the messages is in {@link RingChannel}.
 */
public final class LineChannel extends RingChannel {
    private static final ChannelKind KIND = ChannelKind.LINES;

    private final LineRingProducer out;
    private final LineRingConsumer in;

    /** An end of a channel of this kind that coordinators have bound. */
    public LineChannel(ChannelEnd end) {
        super(end);
        out = LineRingProducer.attach(end.outgoing(KIND), KIND.capacity());
        in = LineRingConsumer.attach(end.incoming(KIND), KIND.capacity());
    }

    @Override
    public LineRingProducer out() {
        return out;
    }

    @Override
    public LineRingConsumer in() {
        return in;
    }

    /**
     * Sends a message, and wakes the other side if it sleeps. Wait-free.
     *
     * @return {@code OK}, {@code BACK_PRESSURE} or {@code CLOSED}
     */
    public int send(long w0, long w1, long w2, long w3, long w4, long w5, long w6) {
        int result = out.offer(w0, w1, w2, w3, w4, w5, w6);
        if (result == RingResult.OK) {
            flush();
        }
        return result;
    }

    /**
     * Sends a message of four words, of which the receiver must not read more. Wait-free.
     *
     * @return as {@link #offer(long, long, long, long)}
     */
    public int send(long w0, long w1, long w2, long w3) {
        int result = offer(w0, w1, w2, w3);
        if (result == RingResult.OK) {
            flush();
        }
        return result;
    }

    /** {@link #send(long, long, long, long, long, long, long)} of one word; the others are zero. */
    public int send(long word) {
        return send(word, 0, 0, 0, 0, 0, 0);
    }

    /**
     * As {@link #send(long, long, long, long)}, for several messages in a row: if the other side
     * sleeps, it is not woken before {@link #flush}.
     *
     * @return {@code OK}, {@code BACK_PRESSURE} or {@code CLOSED}
     */
    public int offer(long w0, long w1, long w2, long w3) {
        return out.offer(w0, w1, w2, w3);
    }

    // The following are here and not in the class above so that the JIT knows the kind of ring.

    @Override
    public void flush() {
        if (out.requireSignal()) {
            ring();
        }
    }

    @Override
    public int poll() {
        return in.poll();
    }

    /** Word {@code index} of the message that {@link #poll} found. */
    public long word(int index) {
        return in.word(index);
    }

    @Override
    public void release() {
        in.release();
        if (in.requireSignal()) {
            ring();
        }
    }

    @Override
    public int awaitRoom() {
        return awaitRoomFor(LineRingLayout.PAYLOAD_WORDS * Long.BYTES);
    }
}
