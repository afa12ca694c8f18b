package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4;

/** A condition variable over a notification, for use under a lock. */
final class Condition {
    private final BinarySemaphore lock;
    private final long notification;
    private int waiters;
    private boolean broadcasting;

    Condition(Environment env, BinarySemaphore lock) {
        this.lock = lock;
        this.notification = env.notification().cptr();
    }

    /** Lets the lock go while waiting. */
    void await(Sel4 sel4) {
        waiters++;
        lock.release(sel4);
        sel4.await(notification);
        lock.acquire(sel4);
        waiters--;
        if (broadcasting) {
            if (waiters > 0) {
                wakeOne(sel4);
            } else {
                broadcasting = false;
            }
        }
    }

    void signal(Sel4 sel4) {
        if (waiters > 0) {
            wakeOne(sel4);
        }
    }

    void broadcast(Sel4 sel4) {
        if (waiters > 0) {
            broadcasting = true;
            wakeOne(sel4);
        }
    }

    private void wakeOne(Sel4 sel4) {
        sel4.send(notification, Environment.words(0));
    }

    boolean isBroadcasting() {
        return broadcasting;
    }
}
