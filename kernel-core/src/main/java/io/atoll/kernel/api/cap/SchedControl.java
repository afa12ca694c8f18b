package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

import java.time.Duration;

/** A capability to one core's time: the right to fill scheduling contexts. */
public final class SchedControl extends Handle {
    /** Smallest budget and period: what gets a thread into the kernel and out again, twice. */
    public static final long MIN_BUDGET_MICROS = 20;

    /**
     * Largest budget and period: an eighth of what the clock can count (36 years), so that sums of
     * several periods do not overflow; seL4: {@code MAX_PERIOD_US}.
     */
    public static final long MAX_PERIOD_MICROS = Long.MAX_VALUE / 1_000 / 8;

    /**
     * Flag: refills that were not used in time are delayed when the thread wakes up, not when it
     * comes to run; seL4: {@code seL4_SchedContext_Sporadic}.
     */
    public static final int SPORADIC = 1;

    public SchedControl(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /**
     * Fills a scheduling context; seL4: {@code seL4_SchedControl_ConfigureFlags}.
     *
     * @param budgetMicros time per period; equal to the period means plain round robin
     * @param extraRefills pieces that a period's budget may fall into, beyond two
     * @param badge names the scheduling context in timeout faults
     * @param flags 0 or {@link #SPORADIC}
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

    /** As above, in durations, which are cut to microseconds. */
    public Sel4Error configure(
            SchedContext schedContext,
            Duration budget,
            Duration period,
            int extraRefills,
            long badge,
            int flags) {
        return configure(
                schedContext,
                budget.toNanos() / 1_000,
                period.toNanos() / 1_000,
                extraRefills,
                badge,
                flags);
    }

    /** A round-robin context with that time slice. */
    public Sel4Error configure(SchedContext schedContext, long sliceMicros) {
        return configure(schedContext, sliceMicros, sliceMicros, 0, 0, 0);
    }
}
