package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.Core;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;
import io.atoll.kernel.scheduling.DomainSchedule;
import io.atoll.kernel.scheduling.ReadyQueues;
import io.atoll.kernel.scheduling.Refills;
import io.atoll.kernel.scheduling.Scheduler;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Who can run, on one core: every schedulable thread is queued at its priority, or current, or the
 * candidate, and nobody else is.
 */
final class ReadyQueueInvariants {
    private final Census census;
    private final Core core;
    private ReadyQueues ready;
    private final Set<ThreadObject> queued = Collections.newSetFromMap(new IdentityHashMap<>());

    private ReadyQueueInvariants(Census census, Core core) {
        this.census = census;
        this.core = core;
    }

    static void check(Census census, Core core) {
        ReadyQueueInvariants invariants = new ReadyQueueInvariants(census, core);
        DomainSchedule domains = core.image.domains();
        for (int domain = 0; domain < domains.domains(); domain++) {
            invariants.checkDomain(domain);
        }
        invariants.ready = core.scheduler.ready();
        require(
                isCalled(core) || invariants.ready == core.scheduler.ready(domains.current()),
                "it is the turn of domain %s, but threads of another one are chosen",
                domains.current());
        invariants.checkDecision();
        invariants.checkNobodyIsForgotten();
    }

    /** Whether another core has changed something here, of which this core will soon learn. */
    private static boolean isCalled(Core core) {
        return core.isShared && core.interrupts.isPending();
    }

    private void checkDomain(int domain) {
        ready = core.scheduler.ready(domain);
        for (int priority = 0; priority <= ThreadObject.MAX_PRIORITY; priority++) {
            if (ready.head(priority) != null || ready.tail(priority) != null) {
                checkQueue(domain, priority);
            }
        }
        checkBitmap();
    }

    private void checkQueue(int domain, int priority) {
        ThreadObject previous = null;
        for (ThreadObject thread = ready.head(priority);
                thread != null;
                thread = thread.queueNext) {
            require(
                    queued.add(thread),
                    "%s is twice in the ready queues, the second time at priority %s",
                    thread,
                    priority);
            require(
                    thread.queuePrevious == previous,
                    "%s in the ready queue of priority %s is not linked back to %s",
                    thread,
                    priority,
                    previous);
            checkMember(thread, domain, priority);
            previous = thread;
        }
        require(
                ready.tail(priority) == previous,
                "the ready queue of priority %s ends with %s, but its tail is %s",
                priority,
                previous,
                ready.tail(priority));
    }

    private void checkMember(ThreadObject thread, int domain, int priority) {
        census.requireNamed(thread, "in the ready queue of", "priority " + priority);
        require(
                thread.priority == priority,
                "%s has priority %s, but is in the ready queue of priority %s",
                thread,
                thread.priority,
                priority);
        require(
                thread.isRunnable(),
                "%s is in a ready queue, but its state is %s",
                thread,
                ThreadState.name(thread.state));
        require(
                thread.isSchedulable(),
                "%s is in a ready queue, but has no configured scheduling context to run on",
                thread);
        require(thread.core == core, "%s is in a ready queue of another core", thread);
        require(
                thread.domain == domain,
                "%s of domain %s is in a ready queue of domain %s",
                thread,
                thread.domain,
                domain);
        require(thread.inReadyQueue, "%s is in a ready queue, but not marked so", thread);
        requireTime(thread, "in a ready queue");
    }

    /** What time it was when the clock was read last, by whichever core made somebody ready. */
    private long lastReadTicks() {
        long last = Long.MIN_VALUE;
        for (int i = 0; i < core.image.coreCount(); i++) {
            last = Math.max(last, core.image.core(i).scheduler.lastReadTicks());
        }
        return last;
    }

    /** Who can be chosen has time, now, and enough of it. */
    private void requireTime(ThreadObject thread, String where) {
        Refills refills = thread.schedContext.refills;
        require(
                refills.isReady(lastReadTicks()),
                "%s is %s, but its time comes only at %s: %s",
                thread,
                where,
                refills.headTime(),
                refills);
        require(
                refills.isSufficient(0),
                "%s is %s, but has too little time: %s",
                thread,
                where,
                refills);
    }

    private void checkBitmap() {
        for (int first = 0; first <= ThreadObject.MAX_PRIORITY; first += Long.SIZE) {
            boolean any = false;
            for (int priority = first; priority < first + Long.SIZE; priority++) {
                boolean filled = ready.head(priority) != null;
                if (ready.isMarked(priority) != filled) {
                    require(
                            false,
                            "the bitmap is wrong about the ready queue of priority %s, which is %s",
                            priority,
                            filled ? "filled" : "empty");
                }
                any |= filled;
            }
            require(
                    ready.isSummaryMarked(first) == any,
                    "the summary of the bitmap is wrong about the ready queues from priority %s",
                    first);
        }
    }

    private void checkDecision() {
        Scheduler scheduler = core.scheduler;
        ThreadObject current = core.current;
        ThreadObject candidate = scheduler.candidate();
        require(core.idle.state == ThreadState.IDLE, "the idle thread is not idle");
        if (candidate != null) {
            require(candidate.isSchedulable(), "the candidate %s cannot run", candidate);
            require(!queued.contains(candidate), "the candidate %s is also queued", candidate);
            census.requireNamed(candidate, "the candidate of core", core.index);
            requireTime(candidate, "the candidate");
        }
        if (scheduler.isDecisionPending() || isCalled(core)) {
            return;
        }
        if (current != core.idle) {
            census.requireNamed(current, "the current thread of core", core.index);
            require(
                    current.core == core,
                    "%s runs on core %s, but belongs to core %s",
                    current,
                    core.index,
                    current.core.index);
            require(
                    current.isSchedulable(),
                    "the current thread %s cannot run: its state is %s, its scheduling context %s",
                    current,
                    ThreadState.name(current.state),
                    current.schedContext);
            require(
                    !queued.contains(current),
                    "the current thread %s is also in a ready queue",
                    current);
            requireTime(current, "the current thread");
            require(
                    current.schedContext == scheduler.context(),
                    "%s runs on %s, but it is the time of %s that passes",
                    current,
                    current.schedContext,
                    scheduler.context());
        }
        require(
                ready.highestPriority() <= (current == core.idle ? -1 : current.priority),
                "%s runs, but threads of priority %s are ready",
                current,
                ready.highestPriority());
    }

    private void checkNobodyIsForgotten() {
        for (ThreadObject thread : census.all(ThreadObject.class)) {
            require(
                    thread.core != core || thread.inReadyQueue == queued.contains(thread),
                    "%s is marked as queued, but is in no ready queue",
                    thread);
            require(
                    thread.core != core
                            || !thread.isSchedulable()
                            || thread.inReadyQueue
                            || thread.isHandedOver
                            || thread == core.current
                            || thread == core.scheduler.candidate(),
                    "%s could run, but is neither queued nor current",
                    thread);
        }
    }
}
