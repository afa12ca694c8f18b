package io.atoll.cluster;

import java.util.concurrent.CountDownLatch;

/** Waiting that an interrupt does not cut short, for what has to be waited for in any case. */
public final class Uninterruptibly {
    private Uninterruptibly() {}

    /** Any thread: returns when the latch is open. An interrupt meanwhile stays pending. */
    public static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
