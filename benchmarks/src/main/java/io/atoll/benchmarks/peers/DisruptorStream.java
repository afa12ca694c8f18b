package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Waiting;

/** A Disruptor, polled in batches. */
public final class DisruptorStream extends StreamPeer {
    private static final int CAPACITY = 65_536;

    private DisruptorRing ring;

    /** A peer of {@code stream-32-bytes}. */
    public DisruptorStream() {
        super("disruptor");
    }

    @Override
    protected void connect() {
        ring = new DisruptorRing(CAPACITY);
    }

    @Override
    protected void sendAll(long begin, long end, Waiting waiting) {
        for (long sequence = begin; sequence < end; sequence++) {
            ring.send(sequence, waiting);
        }
    }

    @Override
    protected void receiveAll(long begin, long end, Waiting waiting) throws Exception {
        ring.receive(begin, end, waiting);
    }
}
