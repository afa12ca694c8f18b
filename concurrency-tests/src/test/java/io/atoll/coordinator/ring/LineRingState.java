package io.atoll.coordinator.ring;

import io.atoll.stress.SharedMemory;

import org.openjdk.jcstress.annotations.State;

import java.lang.foreign.MemorySegment;

/** A ring of four messages. A message says the same in its first word and in its last. */
@State
public class LineRingState {
    static final int CAPACITY = 4;
    static final long LAST_WORD_OFFSET = 48;
    static final int LAST_WORD = 6;

    /** What {@link #receive} answers for a message whose words belong to different messages. */
    static final int TORN = -1;

    final MemorySegment memory = SharedMemory.zeroed();
    final LineRingProducer sender = LineRingProducer.format(memory, CAPACITY);
    final LineRingConsumer receiver = LineRingConsumer.attach(memory, CAPACITY);

    int send(int message) {
        return sender.offer(message, 0, 0, 0, 0, 0, message);
    }

    void fill(int message) {
        while (send(message) == RingResult.OK) {
            continue;
        }
    }

    /** What the message that was found says. */
    int read() {
        long first = receiver.word(0);
        return first == receiver.word(LAST_WORD) ? (int) first : TORN;
    }
}
