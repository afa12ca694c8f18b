package io.atoll.coordinator.ring;

import io.atoll.stress.SharedMemory;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.State;

import java.lang.foreign.MemorySegment;

/**
 * The smallest ring of bytes. A message is of three longs, of which the first and the last say the
 * same.
 */
@State
public class ByteRingState {
    static final int CAPACITY = 256;
    static final int TYPE = 7;
    static final int MESSAGE_BYTES = 24;
    static final int LAST_OFFSET = 16;

    /** What {@link #read} answers for a message whose words belong to different messages. */
    static final int TORN = -1;

    final MemorySegment memory = SharedMemory.zeroed();
    final ByteRingProducer sender = ByteRingProducer.format(memory, CAPACITY);
    final ByteRingConsumer receiver = ByteRingConsumer.attach(memory, CAPACITY);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_BYTES]);

    int send(int content) {
        message.putLong(0, content);
        message.putLong(LAST_OFFSET, content);
        return sender.offer(TYPE, message, 0, MESSAGE_BYTES);
    }

    void fill(int content) {
        while (send(content) == RingResult.OK) {
            continue;
        }
    }

    /** What the message that was found says. */
    int read() {
        if (receiver.type() != TYPE || receiver.length() != MESSAGE_BYTES) {
            return TORN;
        }
        long first = receiver.getLong(0);
        return first == receiver.getLong(LAST_OFFSET) ? (int) first : TORN;
    }
}
