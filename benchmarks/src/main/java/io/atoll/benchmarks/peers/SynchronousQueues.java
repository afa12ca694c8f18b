package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.ThreadPair;
import io.atoll.benchmarks.harness.Waiting;

import java.util.concurrent.SynchronousQueue;

/**
 * Two threads on one CPU that meet at two of the JDK's synchronous queues, one each way: what a
 * user picks for a rendezvous without virtual threads. The operating system switches between them.
 */
public final class SynchronousQueues extends RoundTripPeer {
    private final SynchronousQueue<Message> requests = new SynchronousQueue<>();
    private final SynchronousQueue<Message> replies = new SynchronousQueue<>();
    private final Message message = new Message();

    /** A peer of {@code call-reply-recv}. */
    public SynchronousQueues() {
        super("synchronous-queue");
    }

    @Override
    protected ThreadPair newPair(Placement placement) {
        return ThreadPair.onOneCpu(name(), placement);
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
