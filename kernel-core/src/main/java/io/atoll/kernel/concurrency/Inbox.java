package io.atoll.kernel.concurrency;

import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

import java.util.function.Consumer;

/**
 * What other cores hand to one core without taking the image's lock. The sender puts it in and then
 * raises an interrupt line of the receiver, which empties the inbox when it takes the line: so
 * nothing stays behind. Putting in is lock-free, taking out wait-free but for a sender that is
 * half-way; one {@link #CHUNK} of entries is there from the start.
 */
public final class Inbox<T> {
    private static final int CHUNK = 64;

    private final MpscUnboundedVarHandleArrayQueue<T> queue =
            new MpscUnboundedVarHandleArrayQueue<>(CHUNK);

    /** Any core. */
    public void put(T handed) {
        queue.offer(handed);
    }

    /** The inbox's core: everything that was put in before the line was raised, in order. */
    public void takeAll(Consumer<? super T> receiver) {
        for (T handed = queue.relaxedPoll(); handed != null; handed = queue.relaxedPoll()) {
            receiver.accept(handed);
        }
    }
}
