package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4;

/**
 * A counting semaphore over a notification, as in seL4's user-level library: the count below zero
 * says how many wait. Its steps are not interrupted: a thread of one core loses it at system calls
 * only.
 */
final class Semaphore {
    private final long notification;
    private int value;

    Semaphore(Environment env, int initial) {
        notification = env.notification().cptr();
        value = initial;
    }

    void acquire(Sel4 sel4) {
        if (--value < 0) {
            sel4.await(notification);
        }
    }

    void release(Sel4 sel4) {
        if (++value <= 0) {
            sel4.send(notification, Environment.words(0));
        }
    }
}
