package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Endpoint;

/** Helpers without a scheduling context, that wait for somebody else's. */
final class Passive {
    private Passive() {}

    /** A body whose first system call sends to {@code ready} and then blocks. */
    @FunctionalInterface
    interface Body {
        void run(Sel4 sel4, long ready);
    }

    /** Starts a helper, and takes its context away when it blocks. */
    static Helper start(Environment env, Helper helper, Body body) {
        Endpoint ready = env.endpoint();
        helper.start(
                sel4 -> {
                    body.run(sel4, ready.cptr());
                    return 0;
                });
        ready.await();
        return helper.unbindSchedContext();
    }
}
