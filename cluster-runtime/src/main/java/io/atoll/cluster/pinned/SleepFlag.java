package io.atoll.cluster.pinned;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets one thread sleep until another has work for it, without a lost wake-up: the sleeper first
 * says that it sleeps, then looks once more for work; who brings work first brings it, then looks
 * whether anybody sleeps. A full fence stands between the two steps on both sides, so at least one
 * of the two sees the other (Dekker).
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>sleeper</td><td>anybody, volatile</td><td>the sleeping thread, volatile</td><td>–</td></tr>
 * </table>
 */
final class SleepFlag {
    private volatile Thread sleeper;

    /**
     * The sleeper: returns when {@code hasWork} says so. Blocking: waits for whoever brings work.
     *
     * @param hasWork is asked after the flag is up, again and again
     */
    void sleepUntil(BooleanSupplier hasWork) {
        sleeper = Thread.currentThread();
        VarHandle.fullFence(); // the flag before the look for work
        while (!hasWork.getAsBoolean()) {
            LockSupport.park(this);
        }
        sleeper = null;
    }

    /**
     * Anybody who has brought work: wakes the sleeper if there is one. Does not wait.
     *
     * @return whether there was one
     */
    boolean wake() {
        VarHandle.fullFence(); // the work before the look at the flag
        Thread sleeping = sleeper;
        if (sleeping == null) {
            return false;
        }
        LockSupport.unpark(sleeping);
        return true;
    }
}
