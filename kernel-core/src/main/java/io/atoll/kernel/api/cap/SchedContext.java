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

    /**
     * Microseconds used since this was asked last, without what the caller's own context used since
     * it was charged last; seL4: {@code seL4_SchedContext_Consumed}.
     */
    public long consumed() {
        invoke(InvocationLabel.SCHED_CONTEXT_CONSUMED).orThrow();
        return sel4.ipc().mr(0);
    }

    /**
     * Lets the context's thread go first, if its priority is not lower. On success message word 0
     * is the microseconds that the context used meanwhile; seL4: {@code seL4_SchedContext_YieldTo}.
     */
    public Sel4Error yieldTo() {
        return invoke(InvocationLabel.SCHED_CONTEXT_YIELD_TO);
    }

    /** seL4: {@code seL4_SchedContext_UnbindObject}. */
    public Sel4Error unbindObject(Handle threadOrNotification) {
        sel4.ipc().cap(0, threadOrNotification.cptr);
        return invoke(InvocationLabel.SCHED_CONTEXT_UNBIND_OBJECT, 1, 0);
    }
}
