package io.atoll.kernel.object;

/** An endpoint: where senders and receivers meet. */
public final class EndpointObject extends WaitQueue {
    /** Nobody waits. */
    public static final int IDLE = 0;

    /** Senders wait. */
    public static final int SEND = 1;

    /** Receivers wait. */
    public static final int RECEIVE = 2;

    public int state = IDLE;

    public EndpointObject(long address, int sizeBits) {
        super(address, sizeBits);
    }

    /** Queues a thread whose state says what it waits for. */
    public void enqueue(ThreadObject thread, int waitingFor) {
        append(thread);
        state = waitingFor;
    }

    /** Takes a waiting thread out. */
    public void dequeue(ThreadObject thread) {
        remove(thread);
        if (head == null) {
            state = IDLE;
        }
    }
}
