package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Waiting;
import io.atoll.benchmarks.peers.RoundTripPeer;
import io.atoll.benchmarks.peers.StreamPeer;

import java.lang.foreign.Arena;

/** {@code line-ring}: Atoll's rings between two threads, without kernels. */
public final class LineRings {
    private static final String NAME = "line-ring";

    private LineRings() {}

    /** A message through one ring and back through another. */
    public static final class RoundTrip extends RoundTripPeer {
        /** As many as a channel's rings hold. */
        private static final int CAPACITY = 64;

        private Arena arena;
        private LineRingPipe requests;
        private LineRingPipe replies;

        /** A subject of {@code round-trip}. */
        public RoundTrip() {
            super(NAME);
        }

        @Override
        protected void connect() {
            arena = Arena.ofShared();
            requests = new LineRingPipe(arena, CAPACITY);
            replies = new LineRingPipe(arena, CAPACITY);
        }

        @Override
        protected void request(long sequence, Waiting waiting) {
            requests.send(sequence, waiting);
            replies.receive(sequence, waiting);
        }

        @Override
        protected void answer(long sequence, Waiting waiting) {
            requests.receive(sequence, waiting);
            replies.send(sequence, waiting);
        }

        @Override
        protected void disconnect() {
            free(arena);
        }
    }

    /** Messages through one ring. */
    public static final class Stream extends StreamPeer {
        /** As JCTools' queue has: a long ring lets the two sides work on lines far apart. */
        private static final int CAPACITY = 65_536;

        private Arena arena;
        private LineRingPipe pipe;

        /** A subject of {@code stream-32-bytes}. */
        public Stream() {
            super(NAME);
        }

        @Override
        protected void connect() {
            arena = Arena.ofShared();
            pipe = new LineRingPipe(arena, CAPACITY);
        }

        @Override
        protected void sendAll(long begin, long end, Waiting waiting) {
            for (long sequence = begin; sequence < end; sequence++) {
                pipe.send(sequence, waiting);
            }
        }

        @Override
        protected void receiveAll(long begin, long end, Waiting waiting) {
            for (long sequence = begin; sequence < end; sequence++) {
                pipe.receive(sequence, waiting);
            }
        }

        @Override
        protected void disconnect() {
            free(arena);
        }
    }

    private static void free(Arena arena) {
        if (arena != null) {
            arena.close();
        }
    }
}
