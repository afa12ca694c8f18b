package io.atoll.kernel.scheduling;

import io.atoll.kernel.Core;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.object.SchedContextObject;

/**
 * What time it is on one core, whose time is passing, how much of it has passed, and when the timer
 * is to ring; seL4: {@code ksCurTime}, {@code ksCurSC}, {@code ksConsumed}, {@code setDeadline}.
 * Owned by the core.
 *
 * <p><b>When the clock is read.</b> seL4 reads it at every kernel entry but the fastpaths'. Reading
 * it costs tens of nanoseconds here, more than most system calls, so it is read where the answer
 * could depend on it: at every entry while the current context is <em>metered</em> (it has a budget
 * smaller than its period, or domains take turns), at interrupts, when another context becomes
 * current, and when an operation asks what time it is. What remains is a round-robin context that
 * makes system calls: for it the timer does what the look at the clock would.
 *
 * <ul>
 *   <li>Nobody of its priority is ready: the end of a slice changes nothing, for the thread would
 *       go behind its equals, of whom there are none, and on with a new slice. The slices that
 *       ended so are counted when the clock is read next ({@link #countSlices}).
 *   <li>Somebody is: then the timer rings as soon as too little of the slice is left for a kernel
 *       entry, and from there on every entry looks at the clock ({@link #ring}).
 *   <li>A refill of another thread becomes ready: the timer rings for it.
 * </ul>
 *
 * The difference that is left is the timer's own: how long it takes until its line is up.
 */
final class TimeAccount {
    static final long NEVER = Long.MAX_VALUE;

    private final Core core;
    private final DomainSchedule domains;
    private SchedContextObject context;
    private long nowTicks;

    /** Used since the context was charged last. */
    private long usedTicks;

    /** The clock was read in this kernel entry. */
    private boolean fresh;

    private boolean metered;

    /** The end of the budget, or of the slice, rings. */
    private boolean timed;

    /** When something happens that needs the kernel; {@link #NEVER} if nothing will. */
    private long dueTicks = NEVER;

    /** What the processor's timer is set to: no later than it must ring. */
    private long armedTicks = NEVER;

    TimeAccount(Core core, DomainSchedule domains) {
        this.core = core;
        this.domains = domains;
        this.context = core.idle.schedContext;
        this.nowTicks = core.processor.now();
    }

    // The clock.

    /** What time it is in this kernel entry. */
    long now() {
        if (!fresh) {
            readClock();
        }
        return nowTicks;
    }

    /** What time it was when the clock was read last; for checks. */
    long lastReadTicks() {
        return nowTicks;
    }

    /** seL4: {@code updateTimestamp}. */
    void readClock() {
        long before = nowTicks;
        nowTicks = Math.max(before, core.processor.now());
        fresh = true;
        usedTicks += nowTicks - before;
        if (isDomainTimed()) {
            domains.elapse(nowTicks - before);
        }
        if (!timed && context.isConfigured()) {
            countSlices();
        }
    }

    boolean isFresh() {
        return fresh;
    }

    /** The kernel is left. */
    void leave() {
        fresh = false;
    }

    // Whose time it is.

    SchedContextObject context() {
        return context;
    }

    boolean isMetered() {
        return metered;
    }

    /** Whether this core's clock says how long it is a domain's turn. */
    boolean isDomainTimed() {
        return domains.isTimed() && core.index == 0;
    }

    boolean isTimed() {
        return timed;
    }

    /** From now on it is another context's time. */
    void switchTo(SchedContextObject next) {
        now();
        commit();
        context = next;
        configured();
    }

    /** The current context is another one, or has been configured anew. */
    void configured() {
        timed = !context.refills.isRoundRobin();
        metered = timed || isDomainTimed();
    }

    /** Somebody waits for the end of this slice. */
    void timeSlice() {
        now();
        timed = true;
    }

    // Charging.

    /** Whether enough is left for a kernel entry. */
    boolean isSufficient() {
        return !context.isConfigured() || context.refills.isSufficient(usedTicks);
    }

    /** When the budget, or slice, will be used up. */
    long endTicks() {
        return nowTicks + context.refills.headAmount() - usedTicks;
    }

    /**
     * Slices of a round-robin context whose end nobody waited for. An entry in the last moments of
     * a slice ends it.
     */
    private void countSlices() {
        Refills slice = context.refills;
        if (slice.isSufficient(usedTicks)) {
            return;
        }
        long rest = (slice.usedOfSlice() + usedTicks) % slice.budgetTicks();
        slice.restoreSlice();
        if (!slice.isSufficient(rest)) {
            rest = 0;
        }
        context.consumedTicks += usedTicks - rest;
        usedTicks = rest;
    }

    /** Charges what has been used, which the head refill can bear; seL4: {@code commitTime}. */
    void commit() {
        if (context.isConfigured() && usedTicks > 0) {
            Footprint.writes(context);
            if (!context.refills.isRoundRobin()) {
                context.refills.charge(usedTicks);
            } else if (context.refills.isSufficient(usedTicks)) {
                context.refills.useOfSlice(usedTicks);
            } else {
                // The timer was late: the slice had ended before the thread lost the core.
                context.refills.restoreSlice();
            }
            context.consumedTicks += usedTicks;
        }
        usedTicks = 0;
    }

    /**
     * Charges the end of a budget; seL4: {@code chargeBudget}.
     *
     * @param chargedTicks what the refills are charged
     * @param consumedTicks what counts as used
     */
    void charge(long chargedTicks, long consumedTicks) {
        if (context.isConfigured()) {
            Footprint.writes(context);
            if (context.refills.isRoundRobin()) {
                context.refills.restoreSlice();
            } else {
                context.refills.charge(chargedTicks);
            }
            context.consumedTicks += consumedTicks;
        }
        usedTicks = 0;
        configured();
    }

    /** At the end of its budget. */
    void charge() {
        charge(usedTicks, usedTicks);
    }

    /** Used, and not charged yet. */
    long usedTicks() {
        return usedTicks;
    }

    // The timer.

    /**
     * Sets the timer. A deadline that is set already and comes too early is left alone: it rings
     * for nothing, which costs less than setting the timer at every switch.
     *
     * @param due when something happens that needs the kernel
     */
    void setDue(long due) {
        dueTicks = due;
        long ringTicks = due;
        if (timed && context.refills.isRoundRobin()) {
            ringTicks = Math.min(due, endTicks() - Refills.MIN_BUDGET_TICKS + 1);
        }
        arm(ringTicks);
    }

    private void arm(long ticks) {
        if (ticks < armedTicks) {
            armedTicks = ticks;
            core.processor.setDeadline(ticks);
        }
    }

    /**
     * The timer rang, and the clock has been read.
     *
     * @return whether it rang for what is due. Otherwise it rang early, so that entries look at the
     *     clock in the last moments of a slice, or for something that is no more.
     */
    boolean ring() {
        armedTicks = NEVER;
        if (nowTicks >= dueTicks) {
            dueTicks = NEVER;
            return true;
        }
        if (!isSufficient()) {
            metered = true;
        }
        arm(dueTicks);
        return false;
    }
}
