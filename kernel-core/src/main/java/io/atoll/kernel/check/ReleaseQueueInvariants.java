package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.Core;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Who waits for time, on one core: runnable threads, in the order in which their time comes. */
final class ReleaseQueueInvariants {
    private ReleaseQueueInvariants() {}

    static void check(Census census, Core core) {
        Set<ThreadObject> queued = Collections.newSetFromMap(new IdentityHashMap<>());
        ThreadObject previous = null;
        for (ThreadObject thread = core.scheduler.released().head();
                thread != null;
                thread = thread.queueNext) {
            require(queued.add(thread), "%s is twice in the release queue", thread);
            require(
                    thread.queuePrevious == previous,
                    "%s in the release queue is not linked back to %s",
                    thread,
                    previous);
            checkMember(census, thread);
            require(
                    previous == null || releaseTicks(previous) <= releaseTicks(thread),
                    "%s waits until %s, but stands before %s, which waits until %s",
                    previous,
                    previous == null ? 0 : releaseTicks(previous),
                    thread,
                    releaseTicks(thread));
            previous = thread;
        }
        for (ThreadObject thread : census.all(ThreadObject.class)) {
            require(
                    thread.core != core || thread.inReleaseQueue == queued.contains(thread),
                    "%s is marked as waiting for its next refill, but is not",
                    thread);
        }
    }

    private static void checkMember(Census census, ThreadObject thread) {
        census.requireNamed(thread, "in the", "release queue");
        require(!thread.inReadyQueue, "%s waits for a refill and is ready, both", thread);
        require(thread.inReleaseQueue, "%s is in the release queue, but not marked so", thread);
        require(
                thread.isRunnable(),
                "%s is in the release queue, but its state is %s",
                thread,
                ThreadState.name(thread.state));
        require(
                thread.schedContext != null
                        && thread.schedContext.isConfigured()
                        && !thread.schedContext.refills.isRoundRobin(),
                "%s is in the release queue, but there is no time it could wait for",
                thread);
    }

    private static long releaseTicks(ThreadObject thread) {
        return thread.schedContext.refills.headTime();
    }
}
