package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Waiting;
import io.atoll.benchmarks.peers.Payload;
import io.atoll.coordinator.ring.LineRingConsumer;
import io.atoll.coordinator.ring.LineRingLayout;
import io.atoll.coordinator.ring.LineRingProducer;
import io.atoll.coordinator.ring.RingResult;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One direction over a ring of lines in off-heap memory: no kernel, no doorbell. */
final class LineRingPipe {
    /** Rings do not share a pair of lines, which some machines fetch together. */
    private static final long ALIGNMENT = 128;

    private final LineRingProducer out;
    private final LineRingConsumer in;

    LineRingPipe(Arena arena, int capacity) {
        MemorySegment memory = arena.allocate(LineRingLayout.byteSize(capacity), ALIGNMENT);
        out = LineRingProducer.format(memory, capacity);
        in = LineRingConsumer.attach(memory, capacity);
    }

    /** Sends one message. */
    void send(long sequence, Waiting waiting) {
        while (out.offer(
                        sequence,
                        Payload.second(sequence),
                        Payload.third(sequence),
                        Payload.fourth(sequence))
                != RingResult.OK) {
            waiting.pause();
        }
    }

    /** Receives and checks one message. */
    void receive(long sequence, Waiting waiting) {
        while (in.poll() != RingResult.OK) {
            waiting.pause();
        }
        Payload.check(sequence, in.word(0), in.word(1), in.word(2), in.word(3));
        in.release();
    }
}
