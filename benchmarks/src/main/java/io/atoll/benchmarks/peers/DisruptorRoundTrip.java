package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Waiting;

/** Two Disruptors, one each way. */
public final class DisruptorRoundTrip extends RoundTripPeer {
    private static final int CAPACITY = 1024;

    private DisruptorRing requests;
    private DisruptorRing replies;

    /** A peer of {@code round-trip}. */
    public DisruptorRoundTrip() {
        super("disruptor");
    }

    @Override
    protected void connect() {
        requests = new DisruptorRing(CAPACITY);
        replies = new DisruptorRing(CAPACITY);
    }

    @Override
    protected void request(long sequence, Waiting waiting) throws Exception {
        requests.send(sequence, waiting);
        replies.receive(sequence, sequence + 1, waiting);
    }

    @Override
    protected void answer(long sequence, Waiting waiting) throws Exception {
        requests.receive(sequence, sequence + 1, waiting);
        replies.send(sequence, waiting);
    }
}
