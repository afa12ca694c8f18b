package io.atoll.cluster.pinned;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds out that nothing can happen any more on a set of cores.
 *
 * <p>Two looks at every core with the same epoch, idle both times, and between them no interrupt
 * pending and nobody waiting for a refill of its budget: at the moment between the looks all cores
 * idled at once, and only a core that runs can end that. It does not matter which cores have an
 * image in common: one that wants something of another raises a line there, and only then idles.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>waiter</td><td>cores, volatile</td><td>who waits, volatile</td><td>–</td></tr>
 * </table>
 */
final class IdleWatch {
    private final PinnedCore[] cores;
    private volatile Thread waiter;

    IdleWatch(List<PinnedCore> cores) {
        this.cores = cores.toArray(PinnedCore[]::new);
    }

    /**
     * One thread at a time: waits until nothing can happen any more. Cores that have not begun are
     * not idle; those that have left are.
     *
     * @return false if the time passed first
     */
    boolean await(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        waiter = Thread.currentThread();
        try {
            while (!isIdle()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for an idle machine");
                }
            }
            return true;
        } finally {
            waiter = null;
        }
    }

    private boolean isIdle() {
        long[] epochs = new long[cores.length];
        for (int i = 0; i < cores.length; i++) {
            epochs[i] = cores[i].idleEpoch();
            if ((epochs[i] & 1) == 0) {
                return false;
            }
        }
        for (PinnedCore core : cores) {
            if (core.hasPendingInterrupts() || core.awaitsTime()) {
                return false;
            }
        }
        for (int i = 0; i < cores.length; i++) {
            if (cores[i].idleEpoch() != epochs[i]) {
                return false;
            }
        }
        return true;
    }

    /** A core: it has had nothing to do for a while, or has left. Does not wait. */
    void becameQuiet() {
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }
}
