package io.atoll.benchmarks.peers;

/**
 * A {@link Payload} on the heap, for peers that hand over references. Reused, never allocated in a
 * round. Plain fields: the queue that carries the reference orders the accesses.
 */
final class Message {
    private long first;
    private long second;
    private long third;
    private long fourth;

    void set(long sequence) {
        first = sequence;
        second = Payload.second(sequence);
        third = Payload.third(sequence);
        fourth = Payload.fourth(sequence);
    }

    void check(long expected) {
        Payload.check(expected, first, second, third, fourth);
    }

    /**
     * Messages to take in turn for a queue of {@code capacity} references. With twice the capacity
     * none is written again before the receiver has finished with it: when it comes round, at least
     * the message after it has been taken from the queue.
     */
    static Message[] poolFor(int capacity) {
        Message[] pool = new Message[2 * capacity];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = new Message();
        }
        return pool;
    }
}
