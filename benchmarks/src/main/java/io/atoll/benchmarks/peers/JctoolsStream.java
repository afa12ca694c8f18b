package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Waiting;

import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/** JCTools' single-producer single-consumer array queue, its messages from a pool. */
public final class JctoolsStream extends StreamPeer {
    /** Measured: twice as fast as with 1,024 to 16,384, because the two sides seldom meet. */
    private static final int CAPACITY = 65_536;

    private SpscVarHandleArrayQueue<Message> queue;
    private Message[] pool;

    /** A peer of {@code stream-32-bytes}. */
    public JctoolsStream() {
        super("jctools-spsc");
    }

    @Override
    protected void connect() {
        queue = new SpscVarHandleArrayQueue<>(CAPACITY);
        pool = Message.poolFor(queue.capacity());
    }

    @Override
    protected void sendAll(long begin, long end, Waiting waiting) {
        int mask = pool.length - 1;
        for (long sequence = begin; sequence < end; sequence++) {
            Message message = pool[(int) sequence & mask];
            message.set(sequence);
            while (!queue.relaxedOffer(message)) {
                waiting.pause();
            }
        }
    }

    @Override
    protected void receiveAll(long begin, long end, Waiting waiting) {
        for (long sequence = begin; sequence < end; sequence++) {
            Message received;
            while ((received = queue.relaxedPoll()) == null) {
                waiting.pause();
            }
            received.check(sequence);
        }
    }
}
