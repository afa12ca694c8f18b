package io.atoll.cluster.pinned;

import io.atoll.cluster.Uninterruptibly;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The host threads of a machine, one per core and one for the timer, and how they begin and end
 * together: each core prepares, all wait for the start, each runs, and the last one to leave may
 * have to clean up behind all.
 */
final class CoreThreads {
    private static final Logger LOG = LoggerFactory.getLogger(CoreThreads.class);
    private static final AtomicInteger MACHINES = new AtomicInteger();

    /**
     * Of a core's thread, the same on every host: the stacks of programs that lie on one another
     * share it (decisions 0010 and 0012).
     */
    private static final long STACK_BYTES = 2 << 20;

    private final ExecutorService threads;
    private final CountDownLatch prepared;

    /** Opens when every image is booted: only then may anybody ring at another's door. */
    private final CountDownLatch start = new CountDownLatch(1);

    private final CountDownLatch running;

    /** The closer did not wait for the last core: that one cleans up. */
    private final AtomicBoolean isLeftToCores = new AtomicBoolean();

    private final AtomicBoolean isCleanedUp = new AtomicBoolean();
    private final Runnable cleanUp;

    /**
     * @param cleanUp is called once, when no core runs any more
     */
    CoreThreads(int cores, Runnable cleanUp) {
        this.cleanUp = cleanUp;
        prepared = new CountDownLatch(cores);
        running = new CountDownLatch(cores);
        int number = MACHINES.incrementAndGet();
        AtomicInteger names = new AtomicInteger();
        threads =
                Executors.newFixedThreadPool(
                        cores + 1,
                        task -> {
                            String name = "atoll-" + number + "-" + names.getAndIncrement();
                            Thread thread = new Thread(null, task, name, STACK_BYTES);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    void startTimer(DeadlineTimer timer) {
        threads.execute(timer);
    }

    /**
     * Starts a core.
     *
     * @param prepare is done before the start; throws nothing
     * @param run is done after it; throws nothing
     */
    void startCore(Runnable prepare, Runnable run) {
        threads.execute(
                () -> {
                    try {
                        prepare.run();
                    } finally {
                        prepared.countDown();
                    }
                    try {
                        Uninterruptibly.await(start);
                        run.run();
                    } finally {
                        left();
                    }
                });
    }

    private void left() {
        running.countDown();
        if (running.getCount() == 0 && isLeftToCores.get()) {
            cleanUpOnce();
        }
    }

    /** Waits until all cores have prepared themselves. */
    void awaitPrepared() {
        Uninterruptibly.await(prepared);
    }

    /** Lets all cores run. */
    void openStart() {
        start.countDown();
    }

    /**
     * When all has been told to stop: waits until every thread has ended, and cleans up. If a core
     * does not come back in time, the last one to do so cleans up.
     *
     * @param wasStarted whether cores were started at all
     * @return false if a core did not come back in time
     */
    boolean end(boolean wasStarted, Duration patience) {
        threads.shutdown();
        if (wasStarted
                && !await(running, patience)
                && isLeftToCores.compareAndSet(false, true)
                && running.getCount() > 0) {
            return false;
        }
        awaitEnd(patience);
        cleanUpOnce();
        return true;
    }

    /** By whoever comes first: the closer, or a core that leaves after the closer gave up. */
    private void cleanUpOnce() {
        if (isCleanedUp.compareAndSet(false, true)) {
            cleanUp.run();
        }
    }

    private void awaitEnd(Duration patience) {
        try {
            if (!threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("a thread of a stopped machine did not end within {}", patience);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean await(CountDownLatch latch, Duration patience) {
        try {
            return latch.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
