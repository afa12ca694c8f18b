package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.Sel4;

/**
 * A doorbell: raises an interrupt line of another cluster's core (RFC-17). Target and line are
 * fixed in the capability; signals that the target has not taken yet coalesce; nothing is ever
 * waited for.
 */
public final class SgiSignal extends Handle {
    public SgiSignal(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /** Rings. */
    public void signal() {
        sel4.nbSend(cptr, 0);
    }
}
