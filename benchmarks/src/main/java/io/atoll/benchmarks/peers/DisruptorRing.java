package io.atoll.benchmarks.peers;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;

import io.atoll.benchmarks.harness.Waiting;

/**
 * One direction over a Disruptor with a single producer and an {@code EventPoller}, which is how it
 * is used from a thread that one has already. One sending and one receiving thread.
 */
final class DisruptorRing {
    private final RingBuffer<Message> ring;
    private final EventPoller<Message> poller;

    private final EventPoller.Handler<Message> handler = this::onMessage;
    private final Expectation expectation = new Expectation();

    DisruptorRing(int capacity) {
        // with a poller nobody waits in the strategy
        ring = RingBuffer.createSingleProducer(Message::new, capacity, new BusySpinWaitStrategy());
        poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
    }

    /** Sends one message. */
    void send(long sequence, Waiting waiting) {
        // asked first, because next() sleeps when the ring is full and tryNext() throws
        while (!ring.hasAvailableCapacity(1)) {
            waiting.pause();
        }
        long slot = ring.next();
        ring.get(slot).set(sequence);
        ring.publish(slot);
    }

    /** Receives and checks the messages {@code begin} to {@code end - 1}. */
    void receive(long begin, long end, Waiting waiting) throws Exception {
        expectation.begin(begin);
        while (expectation.next() < end) {
            if (poller.poll(handler) != EventPoller.PollState.PROCESSING) {
                waiting.pause();
            }
        }
    }

    /** True: more, if there are. No more than {@code end} can be there before the round is over. */
    private boolean onMessage(Message message, long slot, boolean endOfBatch) {
        expectation.meet(message);
        return true;
    }
}
