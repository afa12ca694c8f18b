package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.Core;
import io.atoll.kernel.object.ThreadObject;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Who waits for time, on one core: runnable threads in the order of their next refills. */
final class ReleaseQueueInvariants {
    private ReleaseQueueInvariants() {}

    static void check(Census census, Core core) {
        Set<ThreadObject> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
        ThreadObject previous = null;
        for (ThreadObject thread = core.scheduler.released().head();
                thread != null;
                thread = thread.queueNext) {
            require(waiting.add(thread), "%s is twice in the release queue", thread);
            require(
                    thread.queuePrevious == previous,
                    "%s in the release queue is not linked back to %s",
                    thread,
                    previous);
            checkMember(census, core, thread, previous);
            previous = thread;
        }
        for (ThreadObject thread : census.all(ThreadObject.class)) {
            require(
                    thread.core != core || thread.inReleaseQueue == waiting.contains(thread),
                    "%s is marked as waiting for its next refill, but is not, or the other way"
                            + " round",
                    thread);
        }
    }

    private static void checkMember(
            Census census, Core core, ThreadObject thread, ThreadObject previous) {
        census.requireNamed(thread, "in the release queue of core", core.index);
        require(thread.core == core, "%s is in the release queue of another core", thread);
        require(!thread.inReadyQueue, "%s waits for a refill and is ready, both", thread);
        require(
                thread.schedContext != null && thread.schedContext.isConfigured(),
                "%s waits for a refill, but has no configured scheduling context",
                thread);
        require(
                previous == null || releaseTicks(previous) <= releaseTicks(thread),
                "%s waits for an earlier refill than %s, but behind it",
                thread,
                previous);
    }

    private static long releaseTicks(ThreadObject thread) {
        return thread.schedContext.refills.headTime();
    }
}
