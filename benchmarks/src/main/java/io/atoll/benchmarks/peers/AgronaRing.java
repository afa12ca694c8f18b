package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Waiting;

import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * One direction over Agrona's {@code OneToOneRingBuffer} in off-heap memory: claim, write in place,
 * commit; read in place. One sending and one receiving thread.
 */
final class AgronaRing {
    private static final int MESSAGE_TYPE = 1;
    private static final int LINE_BYTES = 128;

    private final OneToOneRingBuffer ring;
    private final MessageHandler handler = this::onMessage;
    private final Expectation expectation = new Expectation();

    AgronaRing(int capacityBytes) {
        int bytes = capacityBytes + RingBufferDescriptor.TRAILER_LENGTH;
        ring =
                new OneToOneRingBuffer(
                        new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, LINE_BYTES)));
    }

    /** Sends one message. */
    void send(long sequence, Waiting waiting) {
        int index;
        while ((index = ring.tryClaim(MESSAGE_TYPE, Payload.BYTES)) < 0) {
            waiting.pause();
        }
        Payload.put(ring.buffer(), index, sequence);
        ring.commit(index);
    }

    /** Receives and checks the messages {@code begin} to {@code end - 1}. */
    void receive(long begin, long end, int atOnce, Waiting waiting) {
        expectation.begin(begin);
        while (expectation.next() < end) {
            if (ring.read(handler, atOnce) == 0) {
                waiting.pause();
            }
        }
    }

    private void onMessage(int typeId, MutableDirectBuffer buffer, int index, int length) {
        expectation.meet(buffer, index);
    }
}
