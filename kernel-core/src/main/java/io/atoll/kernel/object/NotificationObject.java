package io.atoll.kernel.object;

/** A notification: a word of accumulated badges, and threads that wait for it to be non-empty. */
public final class NotificationObject extends WaitQueue {
    public static final int IDLE = 0;
    public static final int WAITING = 1;

    /** {@link #word} holds signals that nobody has taken. */
    public static final int ACTIVE = 2;

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

    /** Takes the accumulated badges of an active notification. */
    public long take() {
        long taken = word;
        word = 0;
        state = IDLE;
        return taken;
    }
}
