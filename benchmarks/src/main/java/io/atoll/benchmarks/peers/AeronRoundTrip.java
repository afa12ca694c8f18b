package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Waiting;

/** Two streams over Aeron IPC, one each way. */
public final class AeronRoundTrip extends RoundTripPeer {
    private static final int TERM_BYTES = 1024 * 1024;
    private static final int REQUESTS = 1;
    private static final int REPLIES = 2;

    private AeronLink link;
    private AeronPipe requests;
    private AeronPipe replies;

    /** A peer of {@code round-trip}. */
    public AeronRoundTrip() {
        super("aeron-ipc");
    }

    @Override
    protected void connect() throws Exception {
        link = AeronLink.open(TERM_BYTES);
        requests = new AeronPipe(link.connect(REQUESTS));
        replies = new AeronPipe(link.connect(REPLIES));
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

    @Override
    protected void disconnect() {
        if (link != null) {
            link.close();
        }
    }
}
