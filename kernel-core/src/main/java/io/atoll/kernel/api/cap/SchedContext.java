package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** A capability to a scheduling context: the time a thread runs on. */
public final class SchedContext extends Handle {
    /** Smallest size, log2 of bytes; seL4: {@code seL4_MinSchedContextBits}. */
    public static final int MIN_SIZE_BITS = 7;

    public SchedContext(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /** Refills beyond the two that every context has; seL4: {@code seL4_MaxExtraRefills}. */
    public static int maxExtraRefills(int sizeBits) {
        return (int) (((1L << sizeBits) - 128) / 16);
    }

    /** Binds a thread or a notification; seL4: {@code seL4_SchedContext_Bind}. */
    public Sel4Error bind(Handle threadOrNotification) {
        sel4.ipc().cap(0, threadOrNotification.cptr);
        return invoke(InvocationLabel.SCHED_CONTEXT_BIND, 1, 0);
    }

    /** seL4: {@code seL4_SchedContext_Unbind}. */
    public Sel4Error unbind() {
        return invoke(InvocationLabel.SCHED_CONTEXT_UNBIND);
    }

    /** seL4: {@code seL4_SchedContext_UnbindObject}. */
    public Sel4Error unbindObject(Handle threadOrNotification) {
        sel4.ipc().cap(0, threadOrNotification.cptr);
        return invoke(InvocationLabel.SCHED_CONTEXT_UNBIND_OBJECT, 1, 0);
    }
}
