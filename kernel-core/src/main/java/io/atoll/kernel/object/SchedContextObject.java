package io.atoll.kernel.object;

import io.atoll.kernel.scheduling.Refills;

/**
 * A scheduling context: the right to so much of one core's time in every period. Budget equal to
 * period is round robin: when the slice is used up, the thread goes to the tail of its priority's
 * queue.
 */
public final class SchedContextObject extends KernelObject {
    /** The thread that runs on it, or null. */
    public ThreadObject thread;

    public NotificationObject notification;

    /** Newest reply of the call stack along which it was lent. */
    public ReplyObject replyHead;

    /** Index, in its image, of the core whose time it is; -1 until configured. */
    public int coreIndex = -1;

    /** Budget and period, and what of it may be used when. */
    public final Refills refills = new Refills();

    /** Time used since it was last asked for, in ticks. */
    public long consumedTicks;

    /** Names it in timeout faults. */
    public long badge;

    /**
     * Refills that were not used in time are delayed when the thread becomes runnable; otherwise
     * (constant bandwidth) when it comes to run.
     */
    public boolean sporadic;

    /** The thread that yielded to this one's and waits to learn how long it ran, or null. */
    public ThreadObject yieldFrom;

    public SchedContextObject(long address, int sizeBits) {
        super(address, sizeBits);
    }

    public boolean isConfigured() {
        return coreIndex >= 0;
    }
}
