package io.atoll.kernel.object;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A notification: a word of accumulated badges, and threads that wait for it to be non-empty.
 *
 * <p>In an image of several cores, fastpaths of different cores meet here. One that wants to change
 * the notification first claims it: whoever wins the compare-and-set of the state owns word and
 * queue until it sets the next state; who loses takes the slow path. Nobody waits for a claim, and
 * the slow path never sees one, as it waits until no core is inside a fastpath.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>state</td><td>in the slow path, plain; in fastpaths, acquire</td><td>in the slow path, plain;
 * in fastpaths, to {@link #CLAIMED} by compare-and-set, from it release</td><td>image lock; –</td></tr>
 * <tr><td>word, queue</td><td colspan="2">in the slow path; in the fastpath that claimed it</td>
 * <td>image lock; state</td></tr>
 * <tr><td>boundThread, schedContext</td><td>in the kernel</td><td>in the slow path</td><td>image
 * lock</td></tr>
 * </table>
 */
public final class NotificationObject extends WaitQueue {
    public static final int IDLE = 0;
    public static final int WAITING = 1;

    /** {@link #word} holds signals that nobody has taken. */
    public static final int ACTIVE = 2;

    /** A fastpath is changing it. */
    private static final int CLAIMED = 3;

    private static final VarHandle STATE;

    static {
        try {
            STATE =
                    MethodHandles.lookup()
                            .findVarHandle(NotificationObject.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public int state = IDLE;
    public long word;
    public ThreadObject boundThread;
    public SchedContextObject schedContext;

    public NotificationObject(long address, int sizeBits) {
        super(address, sizeBits);
    }

    public void enqueue(ThreadObject thread) {
        append(thread);
        state = WAITING;
    }

    public void dequeue(ThreadObject thread) {
        remove(thread);
        if (head == null) {
            state = IDLE;
        }
    }

    // For the fastpaths of an image of several cores.

    /** The state, another core's claim included. */
    public int sharedState() {
        return (int) STATE.getAcquire(this);
    }

    /** Whether a state that was seen is another core's claim, which says nothing of the word. */
    public static boolean isClaim(int seen) {
        return seen == CLAIMED;
    }

    /**
     * Claims the notification in a state it was seen in. Wait-free.
     *
     * @return false if it is not in that state any more, or that state is another core's claim
     */
    public boolean claim(int seen) {
        return seen != CLAIMED && STATE.compareAndSet(this, seen, CLAIMED);
    }

    /** Ends a claim. */
    public void release(int next) {
        STATE.setRelease(this, next);
    }

    /** With the claim: takes the first waiting thread out, and ends the claim. */
    public ThreadObject takeWaiter() {
        ThreadObject waiter = head;
        remove(waiter);
        release(head == null ? IDLE : WAITING);
        return waiter;
    }

    /** With the claim on an active one: takes the accumulated badges, and ends the claim. */
    public long takeWord() {
        long taken = word;
        word = 0;
        release(IDLE);
        return taken;
    }

    // In the slow path, or if there is one core.

    /** Takes the accumulated badges of an active notification. */
    public long take() {
        long taken = word;
        word = 0;
        state = IDLE;
        return taken;
    }
}
