package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Waiting;

/** Two of Agrona's one-to-one rings, one each way. */
public final class AgronaRoundTrip extends RoundTripPeer {
    private static final int CAPACITY_BYTES = 64 * 1024;

    private AgronaRing requests;
    private AgronaRing replies;

    /** A peer of {@code round-trip}. */
    public AgronaRoundTrip() {
        super("agrona-one-to-one");
    }

    @Override
    protected void connect() {
        requests = new AgronaRing(CAPACITY_BYTES);
        replies = new AgronaRing(CAPACITY_BYTES);
    }

    @Override
    protected void request(long sequence, Waiting waiting) {
        requests.send(sequence, waiting);
        replies.receive(sequence, sequence + 1, 1, waiting);
    }

    @Override
    protected void answer(long sequence, Waiting waiting) {
        requests.receive(sequence, sequence + 1, 1, waiting);
        replies.send(sequence, waiting);
    }
}
