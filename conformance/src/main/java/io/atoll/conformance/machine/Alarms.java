package io.atoll.conformance.machine;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * One-shot alarms on the clock of {@link System#nanoTime}, rung by a host thread of their own. Any
 * thread may set one.
 */
final class Alarms implements Runnable {
    static final long NEVER = Long.MAX_VALUE;

    private final AtomicLongArray ticks;
    private final IntConsumer bell;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param bell is told, on the alarms' thread, the number of the alarm that is due
     */
    Alarms(int count, IntConsumer bell) {
        this.bell = bell;
        ticks = new AtomicLongArray(count);
        for (int i = 0; i < count; i++) {
            ticks.set(i, NEVER);
        }
        thread = Thread.ofPlatform().daemon().name("conformance-alarms").unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** Sets an alarm, or forgets it ({@link #NEVER}); the one set before is forgotten. */
    void set(int alarm, long dueTicks) {
        ticks.set(alarm, dueTicks);
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        long[] due = new long[ticks.length()];
        while (!closed) {
            for (int i = 0; i < due.length; i++) {
                due[i] = ticks.get(i);
                boolean isDue = due[i] != NEVER && due[i] - System.nanoTime() <= 0;
                if (isDue && ticks.compareAndSet(i, due[i], NEVER)) {
                    due[i] = NEVER;
                    bell.accept(i);
                }
            }
            long next = Arrays.stream(due).min().orElse(NEVER);
            if (next == NEVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, next - System.nanoTime());
            }
        }
    }

    /** Returns when the alarms' thread has ended. */
    void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
