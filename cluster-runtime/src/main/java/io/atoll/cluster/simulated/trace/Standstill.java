package io.atoll.cluster.simulated.trace;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a run stand still between two events, as often as somebody wants it to, and at its end: what
 * the last event led to is done, which may be in the middle of a kernel entry, and the next one has
 * not happened. The machine's thread waits there; whoever waits for that may then read all of the
 * machine's state, and must change none of it. In virtual time nothing passes, so the run is the
 * same as without.
 *
 * <p>Two threads: the machine's, and the one that looks.
 */
public final class Standstill {
    /** Where to stand still. Asked by the machine's thread before each event. */
    @FunctionalInterface
    public interface Place {
        /** Nowhere but at the end. */
        Place END = _ -> false;

        /** Before that event? */
        boolean isBefore(ComingEvent next);

        /** Once so many events have happened. */
        static Place afterEvents(long events) {
            return next -> next.number() > events;
        }

        /** Before the first event at that time, or later. */
        static Place atCycles(long cycles) {
            return next -> next.cycles() >= cycles;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock; while the machine goes on its thread reads the place without it.
    private Place place;
    private boolean stands;
    private boolean isAtEnd;

    /** Any thread sets it; the machine never stands still again. */
    private volatile boolean isLetGo;

    /** The machine's thread's; the other's while it stands still. */
    private ComingEvent next;

    private ComingEvent last;

    /**
     * @param first where the run stands still first
     */
    public Standstill(Place first) {
        place = first;
    }

    /** The machine's thread: that is about to happen; waits, if it is the place. */
    void before(ComingEvent event) {
        last = next;
        next = event;
        if (!isLetGo && place.isBefore(event)) {
            stand();
        }
    }

    /** The machine's thread: nothing happens any more. */
    void atEnd() {
        last = next;
        next = null;
        isAtEnd = true;
        if (!isLetGo) {
            stand();
        }
    }

    private void stand() {
        lock.lock();
        try {
            stands = true;
            changed.signalAll();
            while (stands && !isLetGo) {
                changed.awaitUninterruptibly(); // only who reached in may let it go on
            }
            stands = false;
        } finally {
            lock.unlock();
        }
    }

    /** The machine stands still: it goes on, to that place. */
    public void goOn(Place to) {
        lock.lock();
        try {
            if (!stands) {
                throw new IllegalStateException("the machine does not stand still");
            }
            place = to;
            stands = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Any thread: the machine goes on for good, now or when it comes to a place. */
    public void letGo() {
        isLetGo = true;
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the machine stands still; false if that time passed first. */
    public boolean await(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!stands && left > 0) {
                left = changed.awaitNanos(left);
            }
            return stands;
        } finally {
            lock.unlock();
        }
    }

    // Of a machine that stands still.

    /** Whether it has come to the end of its run. */
    public boolean isAtEnd() {
        return isAtEnd;
    }

    /** What comes next; null at the end. */
    public ComingEvent next() {
        return next;
    }

    /** What happened last; null before the first event. */
    public ComingEvent last() {
        return last;
    }
}
