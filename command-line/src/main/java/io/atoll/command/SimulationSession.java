package io.atoll.command;

import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.fault.Fault;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.command.run.Interruption;
import io.atoll.command.run.ResolvedConfiguration;
import io.atoll.command.run.RunDirectory;
import io.atoll.command.run.SeedSweep;
import io.atoll.command.run.SimulatedRun;
import io.atoll.command.run.Verdict;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.Locking;
import io.atoll.command.system.SystemFiles;
import io.atoll.coordinator.system.AtollToml;

import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One call of {@code atoll sim}, or of {@code atoll run --mode sim}. */
final class SimulationSession {
    private final Atoll atoll;
    private final SystemOptions system;
    private final RunOptions options;
    private final SimulationOptions simulation;
    private final CommandSpec spec;
    private final Messages messages;

    SimulationSession(
            Atoll atoll,
            SystemOptions system,
            RunOptions options,
            SimulationOptions simulation,
            CommandSpec spec) {
        this.atoll = atoll;
        this.system = system;
        this.options = options;
        this.simulation = simulation;
        this.spec = spec;
        this.messages = atoll.messages();
    }

    /** Returns the exit code. */
    int run() throws IOException {
        refuseWhatIsForRealCores();
        options.awaited(AtollToml.EMPTY.simulation());
        options.patience(AtollToml.EMPTY.simulation());
        simulation.check();
        boolean isByHand = simulation.isByHand();
        int seeds = simulation.seeds();
        simulation.faults().plan();
        simulation.faults().shrinkTime(AtollToml.EMPTY.simulation());
        Optional<LoadedSystem> found = system.load(atoll.environment(), messages);
        if (found.isEmpty()) {
            return ExitCode.USAGE;
        }
        LoadedSystem loaded = found.get();
        AtollToml.Simulation settings = loaded.settings().simulation();
        SimulatedRun.Options how =
                new SimulatedRun.Options(
                        simulation.seed(settings),
                        simulation.costs(settings),
                        options.awaited(settings),
                        options.patience(settings),
                        options.raw,
                        options.onFault(settings) == RunOptions.OnFault.FAIL,
                        simulation.checksDeterminism(),
                        simulation.faults().plan(loaded));
        if (isByHand) {
            describe(loaded, how, null);
            return simulation.console.goThrough(loaded, how, null, messages, Place.afterEvents(0));
        }
        return Interruption.whileRunning(
                        () -> seeds > 0 ? sweep(loaded, how, seeds) : one(loaded, how))
                .code();
    }

    private void refuseWhatIsForRealCores() {
        if (options.pin != RunOptions.Pin.AUTO || options.spin != RunOptions.Spin.AUTO) {
            throw new UsageException("--pin and --spin are for real cores, not for simulated ones");
        }
    }

    private Verdict one(LoadedSystem loaded, SimulatedRun.Options how) throws IOException {
        RunDirectory directory = options.directory(loaded.workload().name());
        describe(loaded, how, directory);
        if (directory != null) {
            directory.begin(loaded, configuration(loaded, how));
        }
        EventLog log = simulation.pictures.log(directory != null);
        SimulatedRun run = new SimulatedRun(loaded, how, messages, System.out, System.err, log);
        Verdict verdict = run.run();
        if (log != null) {
            simulation.pictures.write(run.traced());
        }
        if (simulation.checksDeterminism() && verdict.code() != ExitCode.INTERRUPTED) {
            verdict = compared(loaded, how, run, verdict);
        }
        if (directory != null) {
            directory.faults(run.faultsThatHappened());
            directory.end(verdict, run, messages.log());
        }
        conclude(
                "%s  %s%s  (%s)"
                        .formatted(
                                verdict.word(),
                                loaded.workload().name(),
                                verdict.reason().isEmpty() ? "" : ": " + verdict.reason(),
                                figures(run, how.costs())));
        if (verdict.code() != ExitCode.PASS && verdict.code() != ExitCode.INTERRUPTED) {
            messages.line(
                    aftermath(loaded)
                            .of(loaded, how, run.faultsThatHappened(), verdict, directory));
        }
        return verdict;
    }

    /** The same once more, in silence. */
    private Verdict compared(
            LoadedSystem loaded, SimulatedRun.Options how, SimulatedRun first, Verdict verdict) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        SimulatedRun second =
                new SimulatedRun(
                        loaded, how, new Messages(nowhere, -1, atoll.palette(2)), nowhere, nowhere);
        Verdict again = second.run();
        if (again.code() == ExitCode.INTERRUPTED) {
            return again;
        }
        if (first.events().value() != second.events().value()) {
            return Verdict.unknown(
                    "two runs of the same seed differ: "
                            + first.events().firstDifference(second.events()));
        }
        messages.info(
                "a second run had the same %,d events, hash %016x",
                second.events().count(), second.events().value());
        return verdict;
    }

    private ReplayLine replayLine() {
        return ReplayLine.of(spec, atoll.environment());
    }

    private FailureAftermath aftermath(LoadedSystem loaded) {
        return new FailureAftermath(
                messages,
                simulation.faults().shrinkTime(loaded.settings().simulation()),
                replayLine(),
                this::configuration);
    }

    private Verdict sweep(LoadedSystem loaded, SimulatedRun.Options how, int seeds)
            throws IOException {
        describe(loaded, how, null);
        SeedSweep sweep = new SeedSweep(loaded, how, seeds, simulation.keepsGoing(), messages);
        List<SeedSweep.Outcome> failures = new ArrayList<>();
        Verdict verdict =
                sweep.run(
                        failed -> {
                            failed.output().forEach(messages::line);
                            messages.line(failed.line());
                            failures.add(failed);
                        });
        conclude(
                "%s  %s%s  (%s)"
                        .formatted(
                                verdict.word(),
                                loaded.workload().name(),
                                verdict.reason().isEmpty() ? "" : ": " + verdict.reason(),
                                sweep.figures()));
        for (SeedSweep.Outcome failed : failures) {
            boolean isKept =
                    failed == failures.getFirst()
                            && !sweep.isInterrupted()
                            && !Thread.currentThread().isInterrupted();
            afterSweep(loaded, how.withSeed(failed.seed()), failed, isKept);
        }
        return verdict;
    }

    /**
     * Of the first failure all is kept that is kept of one run; of the others, and of the first if
     * somebody wants to leave, what repeats them.
     */
    private void afterSweep(
            LoadedSystem loaded, SimulatedRun.Options how, SeedSweep.Outcome failed, boolean isKept)
            throws IOException {
        if (!isKept) {
            messages.line(replayLine().drawn(how.seed()));
            return;
        }
        RunDirectory directory = options.directory(loaded.workload().name());
        if (directory != null) {
            FailureAftermath.keep(loaded, how, directory, configuration(loaded, how));
        }
        if (Thread.currentThread().isInterrupted()) {
            // What was kept is no whole run.
            messages.line(replayLine().drawn(how.seed()));
            return;
        }
        messages.line(
                aftermath(loaded)
                        .of(loaded, how, failed.faultsThatHappened(), failed.verdict(), directory));
    }

    private void conclude(String line) {
        (options.raw ? System.err : System.out)
                .println(atoll.palette(options.raw ? 2 : 1).paint(line));
    }

    private void describe(LoadedSystem loaded, SimulatedRun.Options how, RunDirectory directory) {
        messages.info("%s", SystemSummary.of(loaded));
        messages.info(
                "mode=sim topology=\"%s\" seed=0x%x costs=%s%s",
                loaded.machine().clustering().topology(),
                how.seed(),
                how.costs().name(),
                directory == null ? "" : " run=" + directory.folder());
        messages.info("all times are virtual, by that cost model; none is measured");
        if (!how.faults().isNone()) {
            messages.info("faults=%s", how.faults());
        }
        if (loaded.hasPreemption()) {
            messages.warning(
                    "no virtual time passes at preemption points, so they preempt nobody here");
        }
    }

    private static String figures(SimulatedRun run, CostModel costs) {
        List<Fault> faults = run.injectedFaults();
        return "%s virtual by model '%s', seed 0x%x, %,d events%s, hash %016x; %.1f s wall"
                .formatted(
                        SeedSweep.time(run.virtualTime()),
                        costs.name(),
                        run.seed(),
                        run.events().count(),
                        faults.isEmpty() ? "" : ", " + Fault.count(faults),
                        run.events().value(),
                        run.wallNanos() / 1e9);
    }

    private ResolvedConfiguration configuration(LoadedSystem loaded, SimulatedRun.Options how) {
        AtollToml.Simulation settings = loaded.settings().simulation();
        ResolvedConfiguration configuration =
                new ResolvedConfiguration()
                        .with("version", Atoll.version())
                        .with("java", Runtime.version())
                        .with("system", system.system)
                        .with("mode", "sim")
                        .with("seed", "0x%x".formatted(how.seed()))
                        .with("costs", how.costs().name())
                        .with("faults", how.faults().toString())
                        .with("topology", loaded.machine().clustering().topology())
                        .with("cluster-by", loaded.machine().clustering().clusterBy().optionName())
                        .with("locking", Locking.nameOf(loaded.machine().locking()))
                        .with("until", options.until(settings))
                        .with("timeout", options.timeout(settings))
                        .with("raw", options.raw)
                        .with("on-fault", options.onFault(settings).name().toLowerCase(Locale.ROOT))
                        .with("ppc", system.ppc(loaded).name().toLowerCase(Locale.ROOT))
                        .with("preempt", loaded.hasPreemption())
                        .with("search-path", system.absoluteSearchPath())
                        .with("set", system.assignments(atoll.environment()))
                        .with("description", loaded.files().map(SystemFiles::hash).orElse(""))
                        .with(
                                "files",
                                loaded.files()
                                        .map(all -> RunDirectory.SYSTEM + "/" + all.start())
                                        .orElse(""));
        for (String line : how.costs().toText().lines().toList()) {
            String[] pair = line.split("=");
            configuration.with("cost." + pair[0].strip(), Integer.valueOf(pair[1].strip()));
        }
        return configuration.withImages(loaded.settings().images());
    }
}
