package io.atoll.cluster.simulated.trace;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where a run stands still, to be looked at: right after an event, which may be in the middle of a
 * kernel entry. The machine's thread waits there; whoever waits for that may then read all of the
 * machine's state.
 */
public final class Breakpoint {
    private final long afterEvents;
    private final long atCycles;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Read once the place is reached. */
    private int lastCore;

    private String lastEvent;

    private Breakpoint(long afterEvents, long atCycles) {
        this.afterEvents = afterEvents;
        this.atCycles = atCycles;
    }

    /** After so many events. */
    public static Breakpoint afterEvents(long events) {
        return new Breakpoint(events, Long.MAX_VALUE);
    }

    /** After the first event at that time, or later. */
    public static Breakpoint atCycles(long cycles) {
        return new Breakpoint(Long.MAX_VALUE, cycles);
    }

    /** The machine's thread: an event has happened; waits, if it is the one. */
    void happened(long events, long cycles, int core, String what) {
        if ((events >= afterEvents || cycles >= atCycles) && reached.getCount() != 0) {
            lastCore = core;
            lastEvent = what;
            reached.countDown();
            awaitRelease();
        }
    }

    private void awaitRelease() {
        boolean isInterrupted = false;
        while (true) {
            try {
                released.await();
                break;
            } catch (InterruptedException _) {
                isInterrupted = true; // only who reached in may let it go on
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the machine stands still here; false if that time passed first. */
    public boolean awaitReached(Duration patience) throws InterruptedException {
        return reached.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The event after which the machine stands still here, such as {@code kernel-entry}. */
    public String lastEvent() {
        return lastEvent;
    }

    /** The core that it happened on, without gaps. */
    public int lastCore() {
        return lastCore;
    }

    /** Whether the machine has come here. */
    public boolean isReached() {
        return reached.getCount() == 0;
    }

    /** The machine may go on, now or when it comes here. */
    public void release() {
        released.countDown();
    }
}
