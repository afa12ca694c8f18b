package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Waiting;

import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/** Two of JCTools' single-producer single-consumer array queues, one each way. */
public final class JctoolsRoundTrip extends RoundTripPeer {
    private static final int CAPACITY = 1024;

    private final SpscVarHandleArrayQueue<Message> requests =
            new SpscVarHandleArrayQueue<>(CAPACITY);
    private final SpscVarHandleArrayQueue<Message> replies =
            new SpscVarHandleArrayQueue<>(CAPACITY);
    private final Message message = new Message();

    /** A peer of {@code round-trip}. */
    public JctoolsRoundTrip() {
        super("jctools-spsc");
    }

    @Override
    protected void connect() {}

    @Override
    protected void request(long sequence, Waiting waiting) {
        message.set(sequence);
        send(requests, message, waiting);
        receive(replies, waiting).check(sequence);
    }

    @Override
    protected void answer(long sequence, Waiting waiting) {
        Message received = receive(requests, waiting);
        received.check(sequence);
        send(replies, received, waiting);
    }

    private static void send(
            SpscVarHandleArrayQueue<Message> queue, Message message, Waiting waiting) {
        while (!queue.relaxedOffer(message)) {
            waiting.pause();
        }
    }

    private static Message receive(SpscVarHandleArrayQueue<Message> queue, Waiting waiting) {
        Message received;
        while ((received = queue.relaxedPoll()) == null) {
            waiting.pause();
        }
        return received;
    }
}
