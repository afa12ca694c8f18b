package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.SidePair;
import io.atoll.benchmarks.harness.ThreadPair;
import io.atoll.benchmarks.harness.ThroughputSubject;
import io.atoll.benchmarks.harness.Waiting;

/**
 * A subject whose client sends as fast as it can and whose server receives and checks. A peer
 * brings its own two loops, because at a few nanoseconds a message a virtual call would be seen.
 *
 * <p>Messages are numbered on from round to round, so that one left over from the last is noticed.
 */
public abstract class StreamPeer implements ThroughputSubject {
    private final String name;
    private SidePair pair;
    private long nextSequence = 1;

    // written by one side each in a round, read after the round by the runner's thread
    private long startNanos;
    private long endNanos;

    /**
     * @param name name in results
     */
    protected StreamPeer(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void open(Placement placement) throws Exception {
        connect();
        pair = newPair(placement);
    }

    /** Who plays the two sides: threads on two CPUs unless overridden. */
    protected SidePair newPair(Placement placement) throws Exception {
        return ThreadPair.acrossCpus(name, placement);
    }

    /** Acquires what carries the messages. No pinned thread calls this, none exists yet. */
    protected abstract void connect() throws Exception;

    /** Releases what {@link #connect} acquired; also called when that has failed half-way. */
    protected void disconnect() throws Exception {}

    /** Client: sends the messages {@code begin} to {@code end - 1}. */
    protected abstract void sendAll(long begin, long end, Waiting waiting) throws Exception;

    /** Server: receives the messages {@code begin} to {@code end - 1} and checks them. */
    protected abstract void receiveAll(long begin, long end, Waiting waiting) throws Exception;

    @Override
    public final long round(long messages) throws Exception {
        long begin = nextSequence;
        long end = begin + messages;
        pair.play(
                () -> {
                    startNanos = System.nanoTime();
                    sendAll(begin, end, pair.waiting());
                },
                () -> {
                    receiveAll(begin, end, pair.waiting());
                    endNanos = System.nanoTime();
                });
        nextSequence = end;
        return endNanos - startNanos;
    }

    @Override
    public final void close() throws Exception {
        // the threads first: they use what disconnect takes away
        if (pair != null) {
            pair.close();
        }
        disconnect();
    }
}
