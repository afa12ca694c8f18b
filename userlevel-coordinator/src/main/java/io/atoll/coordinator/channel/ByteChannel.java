package io.atoll.coordinator.channel;

import io.atoll.coordinator.ring.ByteRingConsumer;
import io.atoll.coordinator.ring.ByteRingProducer;
import io.atoll.coordinator.ring.RingResult;

import org.agrona.DirectBuffer;

import java.lang.foreign.MemorySegment;

/**
 * One end of a channel whose messages are bytes, from none to {@link #maxMessageLength}, each with
 * a type that the two programs give a meaning. All that has nothing to do with the messages is in
 * {@link RingChannel}. Sending and receiving copy nothing but the message, and allocate nothing.
 *
 * <p>How many messages are on their way at a time depends on their lengths: each takes its bytes
 * and eight more, rounded up to a multiple of eight, of {@link ChannelKind#capacity} bytes. A ring
 * that is full for one message may have room for a shorter one.
 */
public final class ByteChannel extends RingChannel {
    private static final ChannelKind KIND = ChannelKind.BYTES;

    private final ByteRingProducer out;
    private final ByteRingConsumer in;

    /** An end of a channel of this kind that coordinators have bound. */
    public ByteChannel(ChannelEnd end) {
        super(end);
        out = ByteRingProducer.attach(end.outgoing(KIND), KIND.capacity());
        in = ByteRingConsumer.attach(end.incoming(KIND), KIND.capacity());
    }

    @Override
    public ByteRingProducer out() {
        return out;
    }

    @Override
    public ByteRingConsumer in() {
        return in;
    }

    /** Bytes of the longest message. */
    public int maxMessageLength() {
        return out.maxMessageLength();
    }

    /**
     * Sends a message, and wakes the other side if it sleeps. Wait-free but for copying the bytes.
     *
     * @return as {@link #offer(int, byte[], int, int)}
     * @throws IllegalArgumentException if the type or the length cannot be sent
     * @throws IndexOutOfBoundsException if the source has no such bytes
     */
    public int send(int type, byte[] source, int offset, int length) {
        int result = offer(type, source, offset, length);
        if (result == RingResult.OK) {
            flush();
        }
        return result;
    }

    /** As {@link #send(int, byte[], int, int)}, from a buffer. */
    public int send(int type, DirectBuffer source, int offset, int length) {
        int result = offer(type, source, offset, length);
        if (result == RingResult.OK) {
            flush();
        }
        return result;
    }

    /**
     * As {@link #send(int, byte[], int, int)}, for several messages in a row: if the other side
     * sleeps, it is not woken before {@link #flush}.
     *
     * @param type at least 1
     * @param length from 0 to {@link #maxMessageLength}
     * @return {@code OK}, {@code BACK_PRESSURE} or {@code CLOSED}
     * @throws IllegalArgumentException if the type or the length cannot be sent
     * @throws IndexOutOfBoundsException if the source has no such bytes
     */
    public int offer(int type, byte[] source, int offset, int length) {
        return out.offer(type, source, offset, length);
    }

    /** As {@link #offer(int, byte[], int, int)}, from a buffer. */
    public int offer(int type, DirectBuffer source, int offset, int length) {
        return out.offer(type, source, offset, length);
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

    /** Type of the message that {@link #poll} found. */
    public int type() {
        return in.type();
    }

    /** Bytes of the message that {@link #poll} found. */
    public int length() {
        return in.length();
    }

    /** The byte of the message at {@code offset}. */
    public byte getByte(int offset) {
        return in.getByte(offset);
    }

    /** The four bytes of the message from {@code offset}, in native order. */
    public int getInt(int offset) {
        return in.getInt(offset);
    }

    /** The eight bytes of the message from {@code offset}, in native order. */
    public long getLong(int offset) {
        return in.getLong(offset);
    }

    /** Copies the whole message to {@code destination}, from {@code destinationOffset} on. */
    public void copyTo(byte[] destination, int destinationOffset) {
        in.copyTo(destination, destinationOffset);
    }

    /** Copies the whole message to {@code destination}, from {@code destinationOffset} on. */
    public void copyTo(MemorySegment destination, long destinationOffset) {
        in.copyTo(destination, destinationOffset);
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
        return awaitRoomFor(maxMessageLength());
    }

    /**
     * Waits until there is room for a message of that length; shorter ones find room earlier than
     * longer ones.
     *
     * @return {@code OK} or {@code CLOSED}
     * @throws IllegalArgumentException if no message has that length
     */
    public int awaitRoom(int length) {
        return awaitRoomFor(length);
    }
}
