package io.atoll.kernel.object;

import io.atoll.kernel.Core;

/**
 * An endpoint: where senders and receivers meet.
 *
 * <p>In an image of several cores it is <em>one core's own</em> while all that wait on it belong to
 * that core. Fastpaths of that core change it as if there were no other; those of other cores leave
 * it alone and take the slow path. Whose it is changes in the slow path only.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>core</td><td>in the kernel</td><td>in the slow path</td><td>image lock</td></tr>
 * <tr><td>state, queue</td><td colspan="2">in the slow path; in fastpaths of {@code core}</td>
 * <td>image lock, {@code core}</td></tr>
 * </table>
 */
public final class EndpointObject extends WaitQueue {
    /** Nobody waits. */
    public static final int IDLE = 0;

    /** Senders wait. */
    public static final int SEND = 1;

    /** Receivers wait. */
    public static final int RECEIVE = 2;

    public int state = IDLE;

    /** Whose fastpaths may change it: null if nobody's. */
    public Core core;

    public EndpointObject(long address, int sizeBits) {
        super(address, sizeBits);
    }

    /** Queues a thread whose state says what it waits for. */
    public void enqueue(ThreadObject thread, int waitingFor) {
        if (core != thread.core) {
            core = head == null ? thread.core : null;
        }
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
