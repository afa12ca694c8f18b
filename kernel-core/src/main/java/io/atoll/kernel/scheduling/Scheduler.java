package io.atoll.kernel.scheduling;

import io.atoll.kernel.Core;
import io.atoll.kernel.footprint.Footprint;
import io.atoll.kernel.footprint.KernelState;
import io.atoll.kernel.ipc.Faults;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

/**
 * The scheduler of one core; seL4: {@code thread.c}. Everything here happens in the kernel's slow
 * path; what concerns a thread that belongs to another core changes that core's queues, and calls
 * the core if it would then decide otherwise. During a kernel entry operations only note what they
 * mean for the schedule (nothing, one candidate, or "choose anew"); {@link #schedule} decides once,
 * at the end. Strict priorities; round robin inside one ({@code sel4-api} 5.2).
 *
 * <p>A thread runs on its scheduling context's time. Whoever has used up the refill at the head of
 * its context waits in the release queue until the next one is ready; so everything in the ready
 * queues has time, now, and enough of it to enter the kernel ({@code sel4-api} 5.3 to 5.5). When
 * the clock is read for that, and when it need not be: {@link TimeAccount}. What a context may
 * spend: {@link Budgets}.
 */
public final class Scheduler extends KernelState {
    private final Core core;
    private final DomainSchedule domains;
    private final ReadyQueues[] queues;
    private final ReleaseQueue release = new ReleaseQueue();
    private final TimeAccount time;

    /** One core's clock says when it is the next domain's turn, on all of them. */
    private final boolean keepsDomains;

    /** The queues of the current domain. */
    private ReadyQueues ready;

    private ThreadObject candidate;
    private boolean chooseNew;

    /** The timer must be set anew; what has been used so far is charged first. */
    private boolean reprogram;

    public Scheduler(Core core, DomainSchedule domains) {
        this.core = core;
        this.domains = domains;
        this.queues = new ReadyQueues[domains.domains()];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new ReadyQueues();
        }
        this.ready = queues[domains.current()];
        this.keepsDomains = core.index == 0;
        this.time = new TimeAccount(core, domains);
    }

    /** The ready threads of the current domain. */
    public ReadyQueues ready() {
        return ready;
    }

    /** The ready threads of a domain; for checks. */
    public ReadyQueues ready(int domain) {
        return queues[domain];
    }

    /** The threads that wait for their next refill; for checks. */
    public ReleaseQueue released() {
        return release;
    }

    /** What time it is on this core, and whose. */
    TimeAccount time() {
        return time;
    }

    /** The context whose time is passing; for checks. */
    public SchedContextObject context() {
        return time.context();
    }

    /** The clock as the kernel read it last; for checks. */
    public long lastReadTicks() {
        return time.lastReadTicks();
    }

    /** What time it is in this kernel entry, in ticks. */
    public long now() {
        return time.now();
    }

    // Entering the kernel.

    /**
     * Whether the current thread may make its system call now; seL4: {@code checkBudgetRestart}. If
     * not, its time is over: it makes the call when it runs next.
     */
    public boolean admit() {
        return !time.isMetered() || admitMetered();
    }

    private boolean admitMetered() {
        time.readClock();
        if (time.isSufficient() && !isDomainExpired()) {
            return true;
        }
        ThreadObject thread = core.current;
        thread.state = ThreadState.RESTART;
        checkBudget();
        return false;
    }

    /** An interrupt comes in; seL4: {@code handleInterruptEntry}. */
    public void interruptEntry() {
        time.now();
        checkBudget();
    }

    /** The timer rang. */
    public void timerInterrupt() {
        time.readClock();
        if (time.ring()) {
            checkBudget();
            reprogram = true;
        }
    }

    /** Ends the current context's time if there is not enough left. */
    private void checkBudget() {
        if (!time.isSufficient()) {
            time.charge();
            endTimeSlice(true);
        }
    }

    /**
     * Whether a long operation should be broken off: an interrupt waits, or the domain's or the
     * current context's time is over; seL4: {@code preemptionPoint}. Then the operation leaves its
     * thread in state {@link ThreadState#RESTART} and calls {@link #preempted}.
     */
    public boolean isPreemptionPending() {
        if (core.interrupts.isPending() || !time.context().isConfigured()) {
            return true;
        }
        if (!time.isMetered()) {
            return false;
        }
        time.readClock();
        return !time.isSufficient() || isDomainExpired();
    }

    /**
     * A long operation was broken off. It may have taken the current thread's time away, or the
     * thread itself; seL4: {@code mcsPreemptionPoint}.
     */
    public void preempted() {
        time.now();
        if (core.current.isSchedulable()) {
            checkBudget();
        } else {
            time.charge();
        }
    }

    // The end of a budget.

    /** The current thread's head refill was used up; seL4: {@code endTimeslice}. */
    private void endTimeSlice(boolean mayFault) {
        ThreadObject thread = core.current;
        if (!thread.isSchedulable()) {
            return;
        }
        Refills refills = thread.schedContext.refills;
        if (mayFault && !refills.isRoundRobin() && Faults.hasTimeoutHandler(thread)) {
            Faults.raiseTimeout(core, thread);
        } else if (refills.isReady(time.now())) {
            touchQueues(thread);
            queuesOf(thread).append(thread);
            if (thread.core != core) {
                OtherCores.callIfBetter(core, thread);
            }
        } else {
            postpone(thread.schedContext);
        }
        rescheduleRequired();
        reprogram = true;
    }

    /**
     * The current thread gives up what is left of its head refill: only what it used counts as
     * consumed, and it is no fault; seL4: {@code handleYield}.
     */
    public void yieldSlice() {
        time.now();
        time.charge(time.context().refills.headAmount(), time.usedTicks());
        endTimeSlice(false);
    }

    /** Puts the thread of a context to wait for its next refill. */
    public void postpone(SchedContextObject schedContext) {
        ThreadObject thread = schedContext.thread;
        touchQueues(thread);
        queuesOf(thread).remove(thread);
        Scheduler home = thread.core.scheduler;
        home.release.insert(thread);
        home.setTimerAnew(core);
    }

    /** Takes a thread out of the release queue, if it is there. */
    public void cancelRelease(ThreadObject thread) {
        if (thread.inReleaseQueue) {
            touchQueues(thread);
            Scheduler home = thread.core.scheduler;
            home.reprogram |= home.release.head() == thread;
            home.release.remove(thread);
        }
    }

    /** This core's timer must ring at another time. */
    void setTimerAnew(Core caller) {
        reprogram = true;
        if (caller != core) {
            caller.call(core);
        }
    }

    /** A thread has lost its time: if it runs, or is about to, somebody else must be chosen. */
    public void lostTime(ThreadObject thread) {
        if (thread == core.current || thread == candidate) {
            rescheduleRequired();
        } else {
            OtherCores.interfere(core, thread);
        }
    }

    /** Another core wants this one to look at its queues. */
    public void called() {
        core.inbox.takeAll(this::admitHanded);
        ready = queues[domains.current()];
        rescheduleRequired();
    }

    /** A thread that another core's fastpath woke; much may have happened to it since. */
    private void admitHanded(ThreadObject thread) {
        thread.isHandedOver = false;
        if (thread.isSchedulable() && !thread.inReadyQueue && thread.core.current != thread) {
            possibleSwitchTo(thread);
        }
    }

    // What operations note.

    /** A thread became runnable: it runs next if nothing else in this entry speaks against it. */
    public void possibleSwitchTo(ThreadObject thread) {
        SchedContextObject schedContext = thread.schedContext;
        if (schedContext == null
                || !schedContext.isConfigured()
                || thread.inReleaseQueue
                || thread.buried) {
            return;
        }
        if (thread.domain != domains.current() || thread.core != core) {
            enqueue(thread);
        } else if (candidate != null || chooseNew) {
            // Too many threads want to be next: the queues decide.
            rescheduleRequired();
            touchQueues(thread);
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
            enqueue(waiting);
        }
    }

    /** The state of a thread changed; if it is the current one and cannot go on, choose anew. */
    public void stateChanged(ThreadObject thread) {
        if (thread == core.current) {
            if (candidate == null && !chooseNew && !thread.isSchedulable()) {
                chooseNew = true;
            }
        } else if (!thread.isSchedulable()) {
            OtherCores.interfere(core, thread);
        }
    }

    /** Sets a thread's state. */
    public void setState(ThreadObject thread, int state) {
        Footprint.writes(thread);
        thread.state = state;
        stateChanged(thread);
    }

    public void enqueue(ThreadObject thread) {
        touchQueues(thread);
        queuesOf(thread).prepend(thread);
        if (thread.core != core) {
            OtherCores.callIfBetter(core, thread);
        }
    }

    public void dequeue(ThreadObject thread) {
        if (thread.inReadyQueue) {
            touchQueues(thread);
        }
        queuesOf(thread).remove(thread);
    }

    /** A thread goes into, or leaves, the queues of its core. */
    private static void touchQueues(ThreadObject thread) {
        Footprint.writes(thread);
        Footprint.writes(thread.core.scheduler);
    }

    private ReadyQueues queuesOf(ThreadObject thread) {
        return thread.core.scheduler.queues[thread.domain];
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
        return highest < priority || (highest == priority && time.isTimed());
    }

    /**
     * Whether entries of the current thread look at the clock: then no fastpath may stand for an
     * entry that would.
     */
    public boolean isMetered() {
        return time.isMetered();
    }

    // Domains.

    /** Moves a thread to a domain; seL4: {@code setDomain}. */
    public void setDomain(ThreadObject thread, int domain) {
        dequeue(thread);
        thread.domain = domain;
        if (thread.isSchedulable()) {
            enqueue(thread);
        }
        if (thread == core.current) {
            rescheduleRequired();
        }
    }

    /** The schedule of domains begins anew at an entry, at once. */
    public void startDomainSchedule(int entry) {
        time.now();
        domains.setStart(entry);
        rescheduleRequired();
    }

    private boolean isDomainExpired() {
        return keepsDomains && domains.isExpired();
    }

    private void nextDomain() {
        domains.next();
        ready = queues[domains.current()];
        reprogram = true;
        for (int i = 1; i < core.image.coreCount(); i++) {
            core.call(core.image.core(i));
        }
    }

    // The decision.

    /**
     * Whether a thread that cannot run now will without anybody's doing, when its time comes. To be
     * asked on the core's thread, between kernel entries; in an image of several cores it is one.
     */
    public boolean isAwaitingTime() {
        core.enterKernel();
        try {
            return isAnybodyAwaitingTime();
        } finally {
            core.leaveKernel();
        }
    }

    private boolean isAnybodyAwaitingTime() {
        if (release.head() != null) {
            return true;
        }
        for (int domain = 0; domains.isTimed() && domain < queues.length; domain++) {
            if (queues[domain].highestPriority() >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The own thread, outside the kernel: whether {@link #schedule} has nothing to do. */
    public boolean isSettled() {
        ThreadObject thread = core.current;
        return candidate == null
                && !chooseNew
                && !reprogram
                && !time.isFresh()
                && thread.state != ThreadState.RESTART
                && thread.yieldTo == null;
    }

    /** Decides who runs when the kernel is left, and makes it the core's current thread. */
    public void schedule() {
        if (time.isFresh()) {
            wakeWhoIsDue();
        }
        if (candidate != null || chooseNew) {
            decide();
        }
        activate();
        if (reprogram) {
            setTimer();
        }
        time.leave();
    }

    /** Refills that have become ready, and the end of the domain's time. */
    private void wakeWhoIsDue() {
        ThreadObject first = release.head();
        while (first != null && first.schedContext.refills.isReady(time.now())) {
            cancelRelease(first);
            possibleSwitchTo(first);
            first = release.head();
        }
        if (isDomainExpired()) {
            reprogram = true;
            rescheduleRequired();
        }
    }

    private void decide() {
        if (time.isMetered() && !time.isFresh()) {
            // No entry of the current thread: a thread that was buried became free.
            time.readClock();
            checkBudget();
        }
        ThreadObject current = core.current;
        boolean wasRunnable = current.isSchedulable();
        if (wasRunnable) {
            enqueue(current);
        }
        ThreadObject next = candidate;
        candidate = null;
        chooseNew = false;
        if (next == null) {
            chooseFromQueues();
        } else {
            boolean lower = current == core.idle || next.priority < current.priority;
            if (lower && !isHighest(next.priority)) {
                enqueue(next);
                chooseFromQueues();
            } else if (wasRunnable && next.priority == current.priority) {
                touchQueues(next);
                ready.append(next);
                chooseFromQueues();
            } else {
                switchTo(next);
            }
        }
        switchSchedContext();
    }

    private void chooseFromQueues() {
        if (keepsDomains && domains.remainingTicks() == 0) {
            nextDomain();
        }
        int priority = ready.highestPriority();
        switchTo(priority < 0 ? core.idle : ready.head(priority));
    }

    private void switchTo(ThreadObject thread) {
        Footprint.writes(this);
        if (thread != core.idle) {
            Footprint.writes(thread);
            Footprint.writes(thread, ThreadObject.REGISTERS_LINE);
            Footprint.reads(thread.vspaceRoot);
            ready.remove(thread);
        }
        core.current = thread;
    }

    /** The time that passes is the current thread's; rivals for it want to see its slice end. */
    private void switchSchedContext() {
        ThreadObject thread = core.current;
        SchedContextObject next = thread.schedContext;
        if (next != time.context()) {
            Footprint.writes(next);
            time.switchTo(next);
            if (!next.sporadic) {
                next.refills.unblock(time.now());
            }
            reprogram = true;
        }
        if (!time.isTimed() && thread != core.idle && ready.head(thread.priority) != null) {
            time.timeSlice();
            if (!reprogram) {
                setDue();
            }
        }
    }

    /** Whatever comes first; seL4: {@code setNextInterrupt}, which charges first as here. */
    private void setTimer() {
        reprogram = false;
        time.now();
        time.commit();
        setDue();
    }

    private void setDue() {
        long due = time.isTimed() ? time.endTicks() : TimeAccount.NEVER;
        if (time.isDomainTimed()) {
            due = Math.min(due, time.now() + domains.remainingTicks());
        }
        ThreadObject first = release.head();
        if (first != null) {
            due = Math.min(due, first.schedContext.refills.headTime());
        }
        time.setDue(due);
    }

    /** A restarted thread goes on at its system call, or after it if that had been completed. */
    private void activate() {
        ThreadObject thread = core.current;
        if (thread.yieldTo != null) {
            SchedContexts.completeYield(core, thread);
        }
        if (thread.state == ThreadState.RESTART) {
            thread.state = ThreadState.RUNNING;
            thread.repeatCall = !thread.callCompleted;
            thread.callCompleted = false;
        }
    }
}
