package io.atoll.command;

import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.command.run.Interruption;
import io.atoll.command.run.MutedOutput;
import io.atoll.command.run.SeedSweep;
import io.atoll.command.run.SimulatedRun;
import io.atoll.command.run.SteppedRun;
import io.atoll.command.run.StopPlace;
import io.atoll.command.run.StoredRun;
import io.atoll.command.run.Until;
import io.atoll.command.run.Verdict;
import io.atoll.command.system.EmulatedMachine;
import io.atoll.command.system.LoadOptions;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.Locking;
import io.atoll.command.system.SystemFiles;
import io.atoll.command.system.SystemLoader;
import io.atoll.coordinator.system.Setting;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code atoll replay}: runs a simulated run again, from its folder alone, and compares. */
@Command(
        name = "replay",
        description = {
            "Run a run of 'atoll sim' again, from its folder alone, and compare every event.",
            "The same run has the exit code that it had; another one has 5, with the first"
                    + " difference."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    @ParentCommand private Atoll atoll;

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            defaultValue = "latest",
            description = "the run's folder, or latest, the last one in .atoll/runs")
    private String run;

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            description =
                    "stop there and say what every core, thread and ring is at: after so many"
                            + " events, as 1200, or at a virtual time, as 41.2us")
    private String to;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "give up after this time, with exit code 124 (default: 60s)")
    private String timeout = "60s";

    @Mixin private ConsoleOptions console;

    @Mixin private TraceOptions pictures;

    @Override
    public Integer call() throws IOException {
        boolean isByHand = console.isWanted();
        if (isByHand && pictures.given() != null) {
            throw new UsageException(
                    "%s draws a run that goes through, not one in the console"
                            .formatted(pictures.given()));
        }
        Duration patience = Until.Durations.parse("--timeout", timeout);
        Path folder = run.equals("latest") ? Path.of(".atoll", "runs", "latest") : Path.of(run);
        StoredRun stored = StoredRun.read(folder, Atoll.version());
        SimulatedRun.Options how = stored.options(patience);
        StopPlace place = to == null ? null : StopPlace.parse("--to", to, how.costs());
        Messages messages = atoll.messages();
        Optional<LoadedSystem> loaded = load(stored, messages);
        if (loaded.isEmpty()) {
            return ExitCode.USAGE;
        }
        messages.info(
                "replaying %s: mode=sim topology=\"%s\" seed=0x%x costs=%s",
                folder, stored.text("topology"), how.seed(), how.costs().name());
        sayIfChanged(stored, loaded.get(), messages);
        if (isByHand) {
            return console.goThrough(
                    loaded.get(),
                    how,
                    stored,
                    messages,
                    place == null ? Place.afterEvents(0) : place.standstill());
        }
        return Interruption.whileRunning(
                        () ->
                                place == null
                                        ? whole(stored, loaded.get(), how, messages)
                                        : upTo(place, loaded.get(), how, messages))
                .code();
    }

    private static Optional<LoadedSystem> load(StoredRun stored, Messages messages) {
        try {
            EmulatedMachine machine =
                    new EmulatedMachine(
                            MachineOptions.clustering(
                                    stored.text("topology"), stored.text("cluster-by")),
                            false,
                            Locking.parse("locking", stored.text("locking")));
            LoadOptions options =
                    new LoadOptions(
                            _ -> machine,
                            Optional.of(stored.ppc()),
                            stored.texts("search-path").stream().map(Path::of).toList(),
                            stored.texts("set").stream()
                                    .map(toml -> new Setting("config.resolved.toml", toml))
                                    .toList(),
                            Optional.of(stored.isTrue("preempt")),
                            false);
            // What there was to say about the system was said when it ran.
            SystemLoader loader =
                    new SystemLoader(
                            options,
                            remark -> {
                                if (remark.isError()) {
                                    messages.line(remark);
                                }
                            });
            return loader.load(stored.system());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("this run cannot be repeated: " + wrong.getMessage());
        }
    }

    private static void sayIfChanged(StoredRun stored, LoadedSystem loaded, Messages messages) {
        String now = loaded.files().map(SystemFiles::hash).orElse("");
        if (!now.equals(stored.descriptionHash())) {
            messages.warning("the system's files in the folder are not those of the run any more");
        }
    }

    private Verdict whole(
            StoredRun stored, LoadedSystem loaded, SimulatedRun.Options how, Messages messages) {
        EventLog log = new EventLog();
        SimulatedRun again = new SimulatedRun(loaded, how, messages, System.out, System.err, log);
        Verdict verdict = again.run();
        pictures.write(again.traced());
        Verdict compared =
                again.isEndedByHost() ? verdict : compared(stored, again, verdict, messages);
        conclude(
                compared,
                loaded,
                "%s virtual, %,d events, hash %016x; %.1f s wall"
                        .formatted(
                                SeedSweep.time(again.virtualTime()),
                                again.events().count(),
                                again.events().value(),
                                again.wallNanos() / 1e9),
                how);
        return compared;
    }

    private static Verdict compared(
            StoredRun stored, SimulatedRun again, Verdict verdict, Messages messages) {
        Optional<String> incomparable = stored.incomparable();
        if (incomparable.isPresent()) {
            return Verdict.unknown(incomparable.get());
        }
        String hash = "%016x".formatted(again.events().value());
        if (!hash.equals(stored.eventHash())) {
            return Verdict.unknown(
                    "this is another run than the one of %,d events with hash %s: %s"
                            .formatted(
                                    stored.eventCount(),
                                    stored.eventHash(),
                                    stored.firstDifference(again.traced().log().checkpoints())));
        }
        if (verdict.code() != stored.code()) {
            return Verdict.unknown(
                    "the events are the same, but the verdict was %s, now %s"
                            .formatted(stored.word(), verdict.word()));
        }
        messages.info("the same %,d events, hash %s", again.events().count(), hash);
        return verdict;
    }

    private Verdict upTo(
            StopPlace place, LoadedSystem loaded, SimulatedRun.Options how, Messages messages) {
        MutedOutput out = new MutedOutput(System.out);
        MutedOutput err = new MutedOutput(System.err);
        try (SteppedRun again =
                new SteppedRun(
                        loaded, how, messages, out.stream(), err.stream(), place.standstill())) {
            if (!again.begin()) {
                Verdict verdict =
                        Thread.currentThread().isInterrupted()
                                ? Verdict.interrupted()
                                : Verdict.timeout("not there in time" + colon(again.whyNot()));
                conclude(verdict, loaded, figures(again), how);
                return verdict;
            }
            out.mute();
            err.mute();
            boolean isThere = place.isReached(again);
            if (isThere) {
                StopReport.print(again, System.out);
            }
            pictures.write(again.run().traced());
            return isThere ? Verdict.PASS : late(again, loaded, how);
        }
    }

    /** The place was not reached. */
    private Verdict late(SteppedRun again, LoadedSystem loaded, SimulatedRun.Options how) {
        Verdict verdict =
                Verdict.unknown(
                        "the run ends before that, after %,d events".formatted(again.eventCount()));
        conclude(verdict, loaded, figures(again), how);
        return verdict;
    }

    private static String figures(SteppedRun again) {
        return "%s virtual".formatted(SeedSweep.time(again.run().virtualTime()));
    }

    private static String colon(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private void conclude(
            Verdict verdict, LoadedSystem loaded, String figures, SimulatedRun.Options how) {
        (how.isRaw() ? System.err : System.out)
                .println(
                        atoll.palette(how.isRaw() ? 2 : 1)
                                .paint(
                                        "%s  %s%s  (%s)"
                                                .formatted(
                                                        verdict.word(),
                                                        loaded.workload().name(),
                                                        verdict.reason().isEmpty()
                                                                ? ""
                                                                : ": " + verdict.reason(),
                                                        figures)));
    }
}
