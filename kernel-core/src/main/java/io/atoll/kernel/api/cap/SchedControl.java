package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** A capability to one core's time: the right to fill scheduling contexts. */
public final class SchedControl extends Handle {
    public SchedControl(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /**
     * Fills a scheduling context; seL4: {@code seL4_SchedControl_ConfigureFlags}.
     *
     * @param budgetMicros time per period; equal to the period means plain round robin
     * @param badge names the scheduling context in timeout faults
     */
    public Sel4Error configure(
            SchedContext schedContext,
            long budgetMicros,
            long periodMicros,
            int extraRefills,
            long badge,
            int flags) {
        mrs(budgetMicros, periodMicros, extraRefills, badge, flags).cap(0, schedContext.cptr);
        return invoke(InvocationLabel.SCHED_CONTROL_CONFIGURE_FLAGS, 1, 5);
    }

    /** A round-robin context with that time slice. */
    public Sel4Error configure(SchedContext schedContext, long sliceMicros) {
        return configure(schedContext, sliceMicros, sliceMicros, 0, 0, 0);
    }
}
