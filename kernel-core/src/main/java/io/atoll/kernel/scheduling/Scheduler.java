package io.atoll.kernel.scheduling;

import io.atoll.kernel.Core;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

/**
 * The scheduler of one core; seL4: {@code thread.c}. During a kernel entry operations only note
 * what they mean for the schedule (nothing, one candidate, or "choose anew"); {@link #schedule}
 * decides once, at the end. Strict priorities; round robin inside one ({@code sel4-api} 5.2).
 */
public final class Scheduler {
    private final Core core;
    private final ReadyQueues ready = new ReadyQueues();
    private ThreadObject candidate;
    private boolean chooseNew;

    /**
     * The current thread's context if its slice is being timed, otherwise null. A slice is timed
     * only while somebody waits for its end: without rivals there is nothing to divide.
     */
    private SchedContextObject timed;

    private long sliceEndTicks;

    public Scheduler(Core core) {
        this.core = core;
    }

    public ReadyQueues ready() {
        return ready;
    }

    /** A thread became runnable: it runs next if nothing else in this entry speaks against it. */
    public void possibleSwitchTo(ThreadObject thread) {
        SchedContextObject schedContext = thread.schedContext;
        if (schedContext == null || !schedContext.isConfigured() || thread.buried) {
            return;
        }
        if (candidate != null || chooseNew) {
            // Too many threads want to be next: the queues decide.
            rescheduleRequired();
            ready.prepend(thread);
        } else {
            candidate = thread;
        }
    }

    /** Makes {@link #schedule} choose from the queues. */
    public void rescheduleRequired() {
        ThreadObject waiting = candidate;
        candidate = null;
        chooseNew = true;
        if (waiting != null && waiting.isSchedulable()) {
            ready.prepend(waiting);
        }
    }

    /** The state of a thread changed; if it is the current one and cannot go on, choose anew. */
    public void stateChanged(ThreadObject thread) {
        if (thread == core.current && candidate == null && !chooseNew && !thread.isSchedulable()) {
            chooseNew = true;
        }
    }

    /** Sets a thread's state. */
    public void setState(ThreadObject thread, int state) {
        thread.state = state;
        stateChanged(thread);
    }

    public void enqueue(ThreadObject thread) {
        ready.prepend(thread);
    }

    public void dequeue(ThreadObject thread) {
        ready.remove(thread);
    }

    /** Whether a thread is waiting to be switched to; it would have to give its time back. */
    public boolean isCandidate(ThreadObject thread) {
        return thread == candidate;
    }

    /** The thread that is waiting to be switched to, or null; for checks. */
    public ThreadObject candidate() {
        return candidate;
    }

    /** Whether {@link #schedule} has something to decide; for checks. */
    public boolean isDecisionPending() {
        return candidate != null || chooseNew;
    }

    /** True if no ready thread has a higher priority than this. */
    private boolean isHighest(int priority) {
        return ready.highestPriority() <= priority;
    }

    /**
     * True if a thread of this priority can take over the current context without the scheduler
     * being asked: nobody ready is better, and if somebody is as good, the end of the slice is on
     * its way.
     */
    public boolean mayTakeOver(int priority) {
        int highest = ready.highestPriority();
        return highest < priority || (highest == priority && timed != null);
    }

    /** A context was filled anew. */
    public void restartSlice(SchedContextObject schedContext) {
        schedContext.remainingTicks = 0;
        if (timed == schedContext) {
            timed = null;
        }
    }

    /** The current thread used its slice, or gave it up: behind its equals. */
    public void endTimeSlice() {
        ThreadObject thread = core.current;
        restartSlice(thread.schedContext);
        if (thread.isSchedulable()) {
            ready.append(thread);
            rescheduleRequired();
        }
    }

    /** The timer rang. */
    public void timerInterrupt() {
        if (timed != null) {
            if (core.processor.now() >= sliceEndTicks) {
                endTimeSlice();
            } else {
                core.processor.setDeadline(sliceEndTicks);
            }
        }
    }

    /** Decides who runs when the kernel is left, and makes it the core's current thread. */
    public void schedule() {
        if (candidate != null || chooseNew) {
            decide();
        }
        activate();
    }

    private void decide() {
        ThreadObject current = core.current;
        boolean wasRunnable = current.isSchedulable();
        if (wasRunnable) {
            ready.prepend(current);
        }
        ThreadObject next = candidate;
        candidate = null;
        chooseNew = false;
        if (next == null) {
            chooseFromQueues();
        } else {
            boolean lower = current == core.idle || next.priority < current.priority;
            if (lower && !isHighest(next.priority)) {
                ready.prepend(next);
                chooseFromQueues();
            } else if (wasRunnable && next.priority == current.priority) {
                ready.append(next);
                chooseFromQueues();
            } else {
                switchTo(next);
            }
        }
        timeSlice();
    }

    private void chooseFromQueues() {
        int priority = ready.highestPriority();
        switchTo(priority < 0 ? core.idle : ready.head(priority));
    }

    private void switchTo(ThreadObject thread) {
        ready.remove(thread);
        core.current = thread;
    }

    /** A restarted thread goes on at its system call, or after it if that had been completed. */
    private void activate() {
        ThreadObject thread = core.current;
        if (thread.state == ThreadState.RESTART) {
            thread.state = ThreadState.RUNNING;
            thread.repeatCall = !thread.callCompleted;
            thread.callCompleted = false;
        }
    }

    /**
     * What is left of a slice is kept while others run, or a preempted thread would never end it.
     */
    private void timeSlice() {
        ThreadObject thread = core.current;
        SchedContextObject context = thread.schedContext;
        boolean hasRivals = thread != core.idle && ready.head(thread.priority) != null;
        if (context == timed || (timed == null && !hasRivals)) {
            return;
        }
        long nowTicks = core.processor.now();
        if (timed != null) {
            timed.remainingTicks = Math.max(1, sliceEndTicks - nowTicks);
            timed = null;
        }
        if (hasRivals) {
            timed = context;
            sliceEndTicks =
                    nowTicks
                            + (context.remainingTicks == 0
                                    ? context.budgetTicks
                                    : context.remainingTicks);
            core.processor.setDeadline(sliceEndTicks);
        }
    }
}
