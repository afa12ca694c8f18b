package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.SidePair;
import io.atoll.benchmarks.harness.ThreadPair;
import io.atoll.benchmarks.harness.Waiting;

/**
 * A subject whose client sends a message and waits until the server has sent it back. The timed
 * loop is here, the same for all; a peer says what one step of either side is.
 *
 * <p>Messages are numbered on from round to round, so that one left over from the last is noticed.
 */
public abstract class RoundTripPeer implements LatencySubject {
    private final String name;
    private SidePair pair;
    private long nextSequence = 1;

    /**
     * @param name name in results
     */
    protected RoundTripPeer(String name) {
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

    /**
     * Client: sends a message, receives and checks the answer.
     *
     * @param sequence 1, 2, …
     * @param waiting what to do between two looks
     */
    protected abstract void request(long sequence, Waiting waiting) throws Exception;

    /**
     * Server: receives and checks a message and sends it back.
     *
     * @param sequence 1, 2, …
     * @param waiting what to do between two looks
     */
    protected abstract void answer(long sequence, Waiting waiting) throws Exception;

    @Override
    public final void round(LatencyRecorder recorder, long operations) throws Exception {
        long begin = nextSequence;
        long end = begin + operations;
        pair.play(
                () -> requestAll(recorder, begin, end),
                () -> answerAll(begin, end, pair.waiting()));
        nextSequence = end;
    }

    private void requestAll(LatencyRecorder recorder, long begin, long end) throws Exception {
        Waiting waiting = pair.waiting();
        int batch = recorder.operationsPerSample();
        for (long sequence = begin; sequence < end; sequence += batch) {
            long start = System.nanoTime();
            for (int i = 0; i < batch; i++) {
                request(sequence + i, waiting);
            }
            recorder.record(System.nanoTime() - start);
        }
    }

    /**
     * Server: answers the messages {@code begin} to {@code end - 1}. For peers whose answer to one
     * message and wait for the next is one step.
     */
    protected void answerAll(long begin, long end, Waiting waiting) throws Exception {
        for (long sequence = begin; sequence < end; sequence++) {
            answer(sequence, waiting);
        }
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
