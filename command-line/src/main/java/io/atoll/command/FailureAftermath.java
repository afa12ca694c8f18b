package io.atoll.command;

import io.atoll.cluster.simulated.fault.Fault;
import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.command.run.ResolvedConfiguration;
import io.atoll.command.run.RunDirectory;
import io.atoll.command.run.SimulatedRun;
import io.atoll.command.run.SmallestFailure;
import io.atoll.command.run.Verdict;
import io.atoll.command.system.LoadedSystem;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What is made of a failed run: the smallest that fails the same way, in a folder of its own below
 * the failed run's, and the line that repeats it.
 *
 * @param shrinkTime how long to look for it; nothing for not at all
 * @param configurations all that a run depends on
 */
record FailureAftermath(
        Messages messages,
        Duration shrinkTime,
        ReplayLine replay,
        BiFunction<LoadedSystem, SimulatedRun.Options, ResolvedConfiguration> configurations) {
    private static final String SHRUNK = "shrunk";

    /**
     * Looks for it, unless the calling thread is interrupted, or until it is.
     *
     * @param happened the faults that the failed run had
     * @param directory where that run is kept, or null
     * @return the line that repeats the smallest that was found
     */
    String of(
            LoadedSystem loaded,
            SimulatedRun.Options how,
            FaultPlan happened,
            Verdict verdict,
            RunDirectory directory)
            throws IOException {
        String asItWas =
                directory == null
                        ? replay.drawn(how.seed())
                        : ReplayLine.stored(directory.folder());
        if (happened.scheduled().isEmpty() || shrinkTime.isZero() || isInterrupted()) {
            return asItWas;
        }
        Optional<SmallestFailure> smallest =
                SmallestFailure.of(loaded, how, happened, verdict, shrinkTime);
        if (smallest.isEmpty() || isInterrupted()) {
            return asItWas;
        }
        SimulatedRun.Options shrunk = smallest.get().how();
        RunDirectory below = directory == null ? null : RunDirectory.at(folderBelow(directory));
        SimulatedRun run = keep(loaded, shrunk, below, configurations.apply(loaded, shrunk));
        messages.line(
                "shrunk to %,d events, %s  (by %,d runs)"
                        .formatted(
                                run.events().count(),
                                Fault.count(run.injectedFaults()),
                                smallest.get().trials()));
        return below == null
                ? replay.with(how.seed(), shrunk.faults())
                : ReplayLine.stored(below.folder());
    }

    private static Path folderBelow(RunDirectory directory) {
        return directory.folder().resolve(SHRUNK);
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    /**
     * Runs it again, unheard, and keeps all of that run, if there is a folder for it. An interrupt
     * of the calling thread ends that, and is left pending.
     */
    static SimulatedRun keep(
            LoadedSystem loaded,
            SimulatedRun.Options how,
            RunDirectory directory,
            ResolvedConfiguration configuration)
            throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Messages own = new Messages(out, 0, Palette.PLAIN);
        EventLog log = directory == null ? null : new EventLog();
        SimulatedRun run = new SimulatedRun(loaded, how, own, out, out, log);
        if (directory != null) {
            directory.begin(loaded, configuration);
        }
        Verdict verdict = run.run();
        if (verdict.code() == ExitCode.INTERRUPTED) {
            Thread.currentThread().interrupt();
        }
        if (directory != null) {
            directory.faults(run.faultsThatHappened());
            directory.end(verdict, run, own.log());
        }
        return run;
    }
}
