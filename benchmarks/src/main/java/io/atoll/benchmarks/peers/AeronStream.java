package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Waiting;

/** One stream over Aeron IPC, polled in batches; the reference of {@code stream-32-bytes}. */
public final class AeronStream extends StreamPeer {
    /**
     * Measured: shorter ones make the sender wait for the driver, and Aeron's own default of 64 MiB
     * gains nothing and fills the shared memory of a container three times over.
     */
    private static final int TERM_BYTES = 16 * 1024 * 1024;

    private static final int STREAM = 1;
    private static final int FRAGMENTS_AT_ONCE = 256;

    private AeronLink link;
    private AeronPipe pipe;

    /** The reference of {@code stream-32-bytes}. */
    public AeronStream() {
        super("aeron-ipc");
    }

    @Override
    protected void connect() throws Exception {
        link = AeronLink.open(TERM_BYTES);
        pipe = new AeronPipe(link.connect(STREAM));
    }

    @Override
    protected void sendAll(long begin, long end, Waiting waiting) {
        for (long sequence = begin; sequence < end; sequence++) {
            pipe.send(sequence, waiting);
        }
    }

    @Override
    protected void receiveAll(long begin, long end, Waiting waiting) {
        pipe.receive(begin, end, FRAGMENTS_AT_ONCE, waiting);
    }

    @Override
    protected void disconnect() {
        if (link != null) {
            link.close();
        }
    }
}
