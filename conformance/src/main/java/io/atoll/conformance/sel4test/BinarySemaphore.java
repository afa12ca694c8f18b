package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4;

/** A notification used as a lock: free while it is signalled. */
final class BinarySemaphore {
    private final long notification;

    BinarySemaphore(Environment env) {
        notification = env.notification().cptr();
        release(env.sel4);
    }

    void acquire(Sel4 sel4) {
        sel4.await(notification);
    }

    void release(Sel4 sel4) {
        sel4.send(notification, Environment.words(0));
    }
}
