package io.atoll.benchmarks.simulator;

import io.atoll.cluster.simulated.EventHash;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a simulated machine run for so many events at a time, and stand still in between. All its
 * cores live on one host thread, so that it is enough if the program of one of them waits; in
 * virtual time nothing happens meanwhile, and nothing is different.
 *
 * <p>{@link #step} is for the machine's thread, the rest for one other. What they tell one another
 * is handed over with the semaphores' permits.
 */
final class Pace {
    /** For programs that never wait. */
    static final Pace FREE = new Pace();

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Semaphore rounds = new Semaphore(0);
    private final Semaphore ends = new Semaphore(0);

    /** Null while nobody wants it to wait. */
    private EventHash events;

    private long untilEvents;
    private long wantedEvents;
    private long roundNanos;
    private long roundEvents;
    private long startNanos;
    private long startEvents;
    private volatile boolean isOver;

    /** Before the machine boots: its events are counted from now on. */
    void follow(EventHash counted) {
        events = counted;
    }

    /** The program between two of its operations; waits at the end of a round. */
    void step() {
        if (events != null && events.count() >= untilEvents && !isOver) {
            standStill();
        }
    }

    private void standStill() {
        roundNanos = System.nanoTime() - startNanos;
        roundEvents = events.count() - startEvents;
        ends.release();
        rounds.acquireUninterruptibly();
        startEvents = events.count();
        untilEvents = startEvents + wantedEvents;
        startNanos = System.nanoTime();
    }

    /** Waits until the program has come to its first operation. */
    void awaitStart() throws InterruptedException {
        if (!ends.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the machine has come to no end of a round");
        }
    }

    /**
     * Lets the machine run for so many events, or some more: until the program's operation is over.
     *
     * @return nanoseconds for each event
     */
    double round(long nextEvents) throws InterruptedException {
        wantedEvents = nextEvents;
        rounds.release();
        awaitStart();
        return (double) roundNanos / roundEvents;
    }

    /** The machine is to be closed: the program does not wait any more. */
    void end() {
        isOver = true;
        rounds.release();
    }
}
