package io.atoll.command.run;

import io.atoll.cluster.simulated.BusyProgram;
import io.atoll.cluster.simulated.StandingMachine;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.Standstill;
import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.command.Messages;
import io.atoll.command.system.LoadedSystem;

import java.io.PrintStream;
import java.time.Duration;

/**
 * A simulated run that stands still between two events, wherever it is told to, and at its end. It
 * has the same events as one that goes through. Used by one thread.
 */
public final class SteppedRun implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(10);

    private final SimulatedRun run;
    private final EventLog log = new EventLog();
    private final Standstill stops;
    private final long patienceNanos;
    private long startNanos;

    /**
     * Prepares it.
     *
     * @param options with the host's time that it may take from one place to the next
     * @param first where it stands still first
     */
    public SteppedRun(
            LoadedSystem system,
            SimulatedRun.Options options,
            Messages messages,
            PrintStream out,
            PrintStream err,
            Place first) {
        stops = new Standstill(first);
        log.stopBy(stops);
        run = new SimulatedRun(system, options, messages, out, err, log);
        patienceNanos = options.timeout().toNanos();
    }

    /**
     * Boots it, and waits until it stands still.
     *
     * @return false if the host's time is over before, or this thread was interrupted
     * @throws IllegalStateException if it cannot be booted, or the machine itself broke
     */
    public boolean begin() {
        startNanos = System.nanoTime();
        run.boot();
        return awaitStanding();
    }

    /** Of a run that stands still: to the next place; returns and throws as {@link #begin}. */
    public boolean goOn(Place to) {
        startNanos = System.nanoTime();
        stops.goOn(to);
        return awaitStanding();
    }

    private boolean awaitStanding() {
        try {
            while (!stops.await(LOOK)) {
                if (System.nanoTime() - startNanos > patienceNanos) {
                    return false;
                }
                run.awaitEnd(Duration.ZERO); // which throws if there will be none
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Why it does not come to a place; empty if nobody knows. */
    public String whyNot() {
        BusyProgram busy = run.busyProgram(run.busyProgram(null));
        return busy == null || busy.timesSeen() < 2 ? "" : busy.toText();
    }

    /** Where it stands, and between which events. */
    public Standstill place() {
        return stops;
    }

    /** Events that have happened. */
    public long eventCount() {
        return run.events().count();
    }

    public SimulatedRun run() {
        return run;
    }

    /** What has been recorded so far. */
    public EventLog log() {
        return log;
    }

    /** The machine, while it stands still. */
    public StandingMachine machine() {
        return run.standing();
    }

    /**
     * Ends it where it stands.
     *
     * @throws IllegalStateException if a program keeps the machine's thread to itself
     */
    @Override
    public void close() {
        run.close();
    }
}
