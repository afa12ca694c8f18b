package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.Sel4;

/** A capability to a notification: binary semaphores whose badges accumulate. */
public final class Notification extends Handle {
    public Notification(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /** seL4: {@code seL4_Signal}. */
    public void signal() {
        sel4.send(cptr, 0);
    }

    /**
     * Waits for a signal; seL4: {@code seL4_Wait}.
     *
     * @return the accumulated badges
     */
    public long await() {
        sel4.await(cptr);
        return sel4.ipc().senderBadge();
    }

    /**
     * Takes what has been signalled, without blocking; seL4: {@code seL4_Poll}.
     *
     * @return the accumulated badges, 0 if none
     */
    public long poll() {
        sel4.nbAwait(cptr);
        return sel4.ipc().senderBadge();
    }
}
