package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Waiting;

/** Agrona's one-to-one ring, drained in batches. */
public final class AgronaStream extends StreamPeer {
    private static final int CAPACITY_BYTES = 256 * 1024;
    private static final int MESSAGES_AT_ONCE = 256;

    private AgronaRing ring;

    /** A peer of {@code stream-32-bytes}. */
    public AgronaStream() {
        super("agrona-one-to-one");
    }

    @Override
    protected void connect() {
        ring = new AgronaRing(CAPACITY_BYTES);
    }

    @Override
    protected void sendAll(long begin, long end, Waiting waiting) {
        for (long sequence = begin; sequence < end; sequence++) {
            ring.send(sequence, waiting);
        }
    }

    @Override
    protected void receiveAll(long begin, long end, Waiting waiting) {
        ring.receive(begin, end, MESSAGES_AT_ONCE, waiting);
    }
}
