package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.Sel4;

/** A capability to a reply object: holds a caller until it is answered. */
public final class Reply extends Handle {
    public Reply(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /** Answers the caller, if one is held; seL4: {@code seL4_Send} on a reply capability. */
    public void send(long info) {
        sel4.send(cptr, info);
    }

    /** As {@link #send}; seL4: {@code seL4_NBSend}. */
    public void nbSend(long info) {
        sel4.nbSend(cptr, info);
    }
}
