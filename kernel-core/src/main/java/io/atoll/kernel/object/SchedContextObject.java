package io.atoll.kernel.object;

/**
 * A scheduling context: the right to a slice of one core's time. Round robin: when the slice is
 * used up, the thread goes to the tail of its priority's queue.
 */
public final class SchedContextObject extends KernelObject {
    /** The thread that runs on it, or null. */
    public ThreadObject thread;

    public NotificationObject notification;

    /** Newest reply of the call stack along which it was lent. */
    public ReplyObject replyHead;

    /** Index, in its image, of the core whose time it is; -1 until configured. */
    public int coreIndex = -1;

    /** Length of a slice, in ticks of the processor's clock. */
    public long budgetTicks;

    /** What was left of the slice when the thread was preempted; 0 for all of it. */
    public long remainingTicks;

    public long periodTicks;
    public long badge;

    public SchedContextObject(long address, int sizeBits) {
        super(address, sizeBits);
    }

    public boolean isConfigured() {
        return coreIndex >= 0;
    }
}
