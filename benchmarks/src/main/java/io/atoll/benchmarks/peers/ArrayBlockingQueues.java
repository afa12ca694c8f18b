package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Waiting;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Two of the JDK's array blocking queues, one each way: put and take, which sleep. */
public final class ArrayBlockingQueues extends RoundTripPeer {
    private static final int CAPACITY = 1024;

    private final BlockingQueue<Message> requests = new ArrayBlockingQueue<>(CAPACITY);
    private final BlockingQueue<Message> replies = new ArrayBlockingQueue<>(CAPACITY);
    private final Message message = new Message();

    /** A peer of {@code round-trip}. */
    public ArrayBlockingQueues() {
        super("array-blocking-queue");
    }

    @Override
    protected void connect() {}

    @Override
    protected void request(long sequence, Waiting waiting) throws InterruptedException {
        message.set(sequence);
        requests.put(message);
        replies.take().check(sequence);
    }

    @Override
    protected void answer(long sequence, Waiting waiting) throws InterruptedException {
        Message received = requests.take();
        received.check(sequence);
        replies.put(received);
    }
}
