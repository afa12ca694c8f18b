package io.atoll.cluster.pinned;

import java.util.concurrent.locks.LockSupport;

/**
 * The one-shot timers of all cores, on one thread: it sleeps until the earliest deadline and then
 * rings. A core that moves its deadline back leaves the thread to find out by itself, so a time
 * slice that is renewed again and again costs the core a store and no system call.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>PinnedCore.deadline</td><td>timer and core, volatile</td><td>core; timer by
 * compare-and-set</td><td>–</td></tr>
 * <tr><td>wakeAt</td><td>cores, volatile</td><td>timer, volatile, before it reads the
 * deadlines</td><td>–</td></tr>
 * </table>
 */
final class DeadlineTimer implements Runnable {
    static final long NEVER = Long.MAX_VALUE;

    private final PinnedCore[] cores;
    private volatile Thread thread;
    private volatile long wakeAt = NEVER;
    private volatile boolean stopping;

    DeadlineTimer(PinnedCore[] cores) {
        this.cores = cores;
    }

    /** A core: its deadline is now {@code deadline}, already stored. */
    void deadlineChanged(long deadline) {
        if (deadline < wakeAt) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!stopping) {
            // First: from here on every new deadline wakes this thread, even one set before it
            // sleeps.
            wakeAt = NEVER;
            long now = System.nanoTime();
            long earliest = NEVER;
            for (PinnedCore core : cores) {
                earliest = Math.min(earliest, core.ringIfDue(now));
            }
            wakeAt = earliest;
            if (earliest == NEVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Math.max(1, earliest - System.nanoTime()));
            }
        }
    }

    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }
}
