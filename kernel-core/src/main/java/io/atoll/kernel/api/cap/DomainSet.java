package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/**
 * A capability to the domains of an image: which thread is in which, and when each has its turn.
 */
public final class DomainSet extends Handle {
    public DomainSet(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /** Moves a thread to a domain; seL4: {@code seL4_DomainSet_Set}. */
    public Sel4Error set(int domain, Tcb thread) {
        mrs(domain).cap(0, cptrOf(thread));
        return invoke(InvocationLabel.DOMAIN_SET_SET, 1, 1);
    }

    /**
     * Changes an entry of the schedule, from its next turn on; seL4: {@code
     * seL4_DomainSet_ScheduleConfigure}.
     *
     * @param durationTicks ticks of the core's clock, which are nanoseconds; domain 0 for 0 ticks
     *     marks the end of the schedule
     */
    public Sel4Error scheduleConfigure(int index, int domain, long durationTicks) {
        mrs(index, domain, durationTicks);
        return invoke(InvocationLabel.DOMAIN_SCHEDULE_CONFIGURE, 0, 3);
    }

    /**
     * The schedule begins at this entry from now on, and at once; seL4: {@code
     * seL4_DomainSet_ScheduleSetStart}.
     */
    public Sel4Error scheduleSetStart(int index) {
        mrs(index);
        return invoke(InvocationLabel.DOMAIN_SCHEDULE_SET_START, 0, 1);
    }
}
