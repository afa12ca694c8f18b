package io.atoll.command.console;

import io.atoll.cluster.simulated.StandingMachine;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.trace.Checkpoints;
import io.atoll.cluster.simulated.trace.ComingEvent;
import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.cluster.simulated.trace.TracedRing;
import io.atoll.command.ExitCode;
import io.atoll.command.Messages;
import io.atoll.command.UsageException;
import io.atoll.command.run.MutedOutput;
import io.atoll.command.run.SimulatedRun;
import io.atoll.command.run.SteppedRun;
import io.atoll.command.system.LoadedSystem;

import java.util.List;

/**
 * A run that a person goes through: where it stands, and how it comes somewhere else. A machine
 * cannot go back; so to be at an earlier event the system is run again from its beginning, which
 * leads to the same event, and that is checked. Used by one thread.
 */
final class Session implements AutoCloseable {
    private final LoadedSystem system;
    private final SimulatedRun.Options options;
    private final Messages messages;
    private final MutedOutput out;
    private final MutedOutput err;
    private final Breakpoints breakpoints = new Breakpoints();
    private SteppedRun run;

    /** Set by any thread; the machine's looks before each event. */
    private volatile boolean isInterrupted;

    /**
     * Prepares it; {@link #begin} boots it.
     *
     * @param messages says what there is to say about the run itself
     * @param out what guests print
     * @param err what is said about guests
     */
    Session(
            LoadedSystem system,
            SimulatedRun.Options options,
            Messages messages,
            MutedOutput out,
            MutedOutput err) {
        this.system = system;
        this.options = options;
        this.messages = messages;
        this.out = out;
        this.err = err;
    }

    /** The first run, up to a place. */
    void begin(Place first) {
        run = made(first);
        arrive(run.begin());
    }

    private SteppedRun made(Place first) {
        return new SteppedRun(
                system, options, messages, out.stream(), err.stream(), orInterrupted(first));
    }

    private Place orInterrupted(Place to) {
        return next -> isInterrupted || to.isBefore(next);
    }

    /**
     * Any thread: lets the run stand still before its next event, wherever it is to go.
     *
     * @return false if that was said before, and it has not come to its next event since
     */
    boolean interrupt() {
        boolean isFirst = !isInterrupted;
        isInterrupted = true;
        return isFirst;
    }

    /** Whether it stands where it does because of that. */
    boolean isInterrupted() {
        return isInterrupted;
    }

    /** It may go on. */
    void forgetInterrupt() {
        isInterrupted = false;
    }

    /** On to a place, or to a breakpoint before it, or to the end. */
    void goOn(Place to) {
        checkNotAtEnd();
        arrive(run.goOn(orInterrupted(breakpoints.or(to, run.log(), this::nameOf))));
    }

    /** On to a place, or to the end, whatever breakpoints say. */
    void goTo(Place to) {
        checkNotAtEnd();
        breakpoints.ignored();
        arrive(run.goOn(orInterrupted(to)));
    }

    private void checkNotAtEnd() {
        if (isAtEnd()) {
            throw new UsageException(
                    "the run is at its end; 'back' and 'to EVENT' lead to earlier events");
        }
    }

    /** To where that many events have happened, or fewer: runs the system again. */
    void goBack(Place to) {
        breakpoints.ignored();
        SteppedRun before = run;
        List<Checkpoints.Checkpoint> known = before.log().checkpoints().all();
        before.close();
        out.mute();
        err.mute();
        run = made(to);
        arrive(run.begin());
        out.unmute();
        err.unmute();
        List<Checkpoints.Checkpoint> now = run.log().checkpoints().all();
        if (!Checkpoints.agree(known, now)) {
            throw new EndedException(
                    ExitCode.UNKNOWN,
                    "UNKNOWN: run again, the system did something else: "
                            + Checkpoints.firstDifference(known, now));
        }
    }

    private void arrive(boolean isStanding) {
        if (!isStanding) {
            throw new EndedException(
                    ExitCode.TIMEOUT,
                    Thread.currentThread().isInterrupted()
                            ? "interrupted"
                            : "it does not stop within %.1f s of real time, which --timeout gave it%s"
                                    .formatted(
                                            options.timeout().toMillis() / 1e3,
                                            run.whyNot().isEmpty() ? "" : ": " + run.whyNot()));
        }
    }

    // Where it stands.

    boolean isAtEnd() {
        return run.place().isAtEnd();
    }

    /** Events that have happened. */
    long eventCount() {
        return run.eventCount();
    }

    /** What comes next; null at the end. */
    ComingEvent next() {
        return run.place().next();
    }

    /** What happened last; null before the first event. */
    ComingEvent last() {
        return run.place().last();
    }

    SteppedRun run() {
        return run;
    }

    StandingMachine machine() {
        return run.machine();
    }

    /** The name of a ring in the log, also if nobody has found a message in it yet. */
    String nameOf(TracedRing ring) {
        return run.run().rings().nameOf(ring.address()).orElseGet(ring::name);
    }

    EventWords words() {
        return new EventWords(this);
    }

    Breakpoints breakpoints() {
        return breakpoints;
    }

    LoadedSystem system() {
        return system;
    }

    CostModel costs() {
        return options.costs();
    }

    @Override
    public void close() {
        if (run != null) {
            out.mute();
            err.mute();
            run.close();
        }
    }
}
