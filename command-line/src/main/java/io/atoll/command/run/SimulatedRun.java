package io.atoll.command.run;

import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.simulated.BusyProgram;
import io.atoll.cluster.simulated.EventHash;
import io.atoll.cluster.simulated.SimulatedMachine;
import io.atoll.cluster.simulated.Simulation;
import io.atoll.cluster.simulated.SimulationEnd;
import io.atoll.cluster.simulated.StandingMachine;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.fault.Fault;
import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.cluster.simulated.trace.ChromeTrace;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.SpaceTimeDiagram;
import io.atoll.cluster.simulated.trace.TraceKind;
import io.atoll.cluster.simulated.trace.TracedRing;
import io.atoll.cluster.simulated.trace.TracedRun;
import io.atoll.command.ExitCode;
import io.atoll.command.Messages;
import io.atoll.command.Palette;
import io.atoll.command.system.EmulatedMachine;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.UsedCluster;
import io.atoll.coordinator.ring.KnownRings;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Boots a system on a simulated machine, waits for its end, and says how it ended. Used by one
 * thread; several may run beside one another.
 */
public final class SimulatedRun implements FinishedRun {
    /** Of a failed run that is kept: a trace of some megabytes at most. */
    private static final int EVENTS_OF_FAILURE = 20_000;

    private static final long LOOK_NANOS = 1_000_000_000;
    private static final int LOOKS_UNTIL_WARNING = 3;

    private final LoadedSystem system;
    private final Options options;
    private final Messages messages;
    private final StallReport stall = new StallReport();
    private final ProgramReports reports = new ProgramReports(SimulatedRun::virtual, stall);
    private final GuestConsole console;
    private final SimulatedMachine machine;
    private final EventLog log;
    private RunStatistics statistics = RunStatistics.NONE;
    private BusyProgram busy;
    private long wallNanos;

    private boolean isEndedByHost;

    /**
     * How to run.
     *
     * @param costs what everything takes
     * @param timeout real time after which to give up
     * @param isRaw guests' lines without their names
     * @param faultsEndInFailure whether a fault that nobody handled is a failure
     * @param keepsEvents whether this run is to be compared with another
     * @param faults what goes wrong on purpose
     */
    public record Options(
            long seed,
            CostModel costs,
            Until until,
            Duration timeout,
            boolean isRaw,
            boolean faultsEndInFailure,
            boolean keepsEvents,
            FaultPlan faults) {
        /** The same, but for the seed. */
        public Options withSeed(long other) {
            return new Options(
                    other, costs, until, timeout, isRaw, faultsEndInFailure, keepsEvents, faults);
        }

        /** The same, but for what goes wrong. */
        public Options withFaults(FaultPlan plan) {
            return new Options(
                    seed, costs, until, timeout, isRaw, faultsEndInFailure, keepsEvents, plan);
        }

        /** The same, with less patience. */
        Options withTimeout(Duration patience) {
            return new Options(
                    seed, costs, until, patience, isRaw, faultsEndInFailure, keepsEvents, faults);
        }
    }

    /** A run that leaves no trace. */
    public SimulatedRun(
            LoadedSystem system,
            Options options,
            Messages messages,
            PrintStream out,
            PrintStream err) {
        this(system, options, messages, out, err, null);
    }

    /**
     * @param log what the run is recorded in, or null
     */
    public SimulatedRun(
            LoadedSystem system,
            Options options,
            Messages messages,
            PrintStream out,
            PrintStream err,
            EventLog log) {
        this.system = system;
        this.options = options;
        this.log = log;
        this.messages = messages;
        String marker = options.until.marker();
        this.console =
                new GuestConsole(
                        out,
                        err,
                        !options.isRaw && !system.workload().isOneProgram(),
                        marker,
                        this::virtualNanos,
                        reports);
        this.machine = new SimulatedMachine(config(), simulation());
    }

    private MachineConfig config() {
        return system.workload()
                .machine(EmulatedMachine.unpinned(system.workload().clusters()))
                .withLocking(system.machine().locking())
                .withObserver(console);
    }

    private Simulation simulation() {
        Simulation plain =
                Simulation.of(options.seed, system.machine().clustering().topology()::distance)
                        .withCosts(options.costs)
                        .withFaults(options.faults)
                        .until(
                                () ->
                                        console.markerSeen.isDone()
                                                || console.kernelFailed.isDone()
                                                || reports.checkBroken.isDone());
        Simulation limited =
                switch (options.until) {
                    case Until.Elapsed elapsed -> plain.withLimit(elapsed.time());
                    case Until.Events events -> plain.withEventLimit(events.count());
                    case Until.Idle _, Until.Marker _ -> plain;
                };
        return (options.keepsEvents ? limited.keepingEvents() : limited).recordedIn(log);
    }

    /** To the nanosecond: what precedes what can hang on it. */
    private static String virtual(long nanos) {
        return "%.3f us".formatted(nanos / 1e3);
    }

    private long virtualNanos() {
        return machine.runningTime().toNanos();
    }

    /** Runs to the end; an interrupt of the calling thread ends it too. */
    public Verdict run() {
        long start = System.nanoTime();
        ProcessCosts before = ProcessCosts.now();
        Verdict ended = bootAndAwait();
        machine.whenStopped(() -> lookWhoWaits(ended));
        try {
            machine.close();
        } catch (IllegalStateException stuck) {
            // Its thread is no reason for this process to go on.
            messages.warning("%s", stuck.getMessage());
        }
        console.flush();
        Verdict verdict = reports.judged(stall.judged(ended, messages), messages);
        wallNanos = System.nanoTime() - start;
        statistics = statistics(ProcessCosts.now().since(before));
        isEndedByHost = ended.code() == ExitCode.TIMEOUT || ended.code() == ExitCode.INTERRUPTED;
        return options.faultsEndInFailure ? verdict.unlessFaulted(console.faulted()) : verdict;
    }

    // For who lets it stand still: see SteppedRun.

    void boot() {
        machine.boot(system.workload().initialTask());
    }

    /** As {@link SimulatedMachine#awaitEnd}. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return machine.awaitEnd(patience);
    }

    /** As {@link SimulatedMachine#busyProgram}. */
    BusyProgram busyProgram(BusyProgram before) {
        return machine.busyProgram(before);
    }

    void close() {
        machine.close();
        console.flush();
    }

    /** Of a machine that stands still. */
    public StandingMachine standing() {
        return machine.standing();
    }

    /** The rings that programs have made known so far, of a machine that stands still. */
    public KnownRings rings() {
        return stall.rings();
    }

    /** How the run ended, of a machine that stands still at its end. */
    public SimulationEnd end() {
        return machine.end();
    }

    /** What each thread waits for, of a machine that stands still. */
    public List<String> waiting() {
        return machine.waiting();
    }

    /** What has happened so far. */
    public RunStatistics soFar() {
        RunStatistics.Builder all = new RunStatistics.Builder();
        addModelled(all);
        return all.build();
    }

    /** Cores and threads, of a machine that stands still. */
    public List<String> state() {
        return machine.state();
    }

    /** Whether the host's clock or a signal ended it: nobody can repeat that. */
    public boolean isEndedByHost() {
        return isEndedByHost;
    }

    private Verdict bootAndAwait() {
        try {
            machine.boot(system.workload().initialTask());
            return awaitEnd() ? judge(machine.end()) : timeout();
        } catch (InterruptedException _) {
            return Verdict.interrupted();
        } catch (IllegalStateException broken) {
            return Verdict.internal(broken.getMessage());
        }
    }

    private Verdict judge(SimulationEnd end) {
        if (console.kernelFailed.isDone()) {
            return Verdict.internal(console.kernelFailed.join());
        }
        return switch (end) {
            case STOPPED, TIME_LIMIT, EVENT_LIMIT -> Verdict.PASS;
            case POLLING_IN_VAIN ->
                    Verdict.liveness(
                            "programs poll, and nobody is left who could change what they look at");
            case LIVENESS_BOUND ->
                    Verdict.liveness(
                            "the faults are over since %s, and it has not come to its end"
                                    .formatted(
                                            SeedSweep.time(
                                                    Duration.ofNanos(
                                                            options.faults.livenessBoundNanos()))));
            case IDLE ->
                    options.until instanceof Until.Marker marker && !console.markerSeen.isDone()
                            ? unprinted(marker.text())
                            : Verdict.PASS;
        };
    }

    /** Nobody printed the marker, and nobody will. Who was to is found by a run without faults. */
    private Verdict unprinted(String marker) {
        List<Integer> crashed = console.crashed();
        if (!crashed.isEmpty() && console.cannotStart()) {
            return Verdict.unknown(
                    "cluster %d crashed before the system had started"
                            .formatted(crashed.getFirst()));
        }
        if (!crashed.isEmpty()) {
            SimulatedRun undisturbed = silent(system, options.withFaults(FaultPlan.NONE));
            undisturbed.run();
            Integer printer = undisturbed.console.markerSeen.getNow(null);
            if (printer != null && crashed.contains(printer)) {
                return Verdict.unknown(
                        "cluster %d, from which '%s' comes, has crashed"
                                .formatted(printer, marker));
            }
        }
        return Verdict.liveness(
                "nothing can happen any more, and nobody printed '%s'".formatted(marker));
    }

    /** A run that nobody hears. */
    static SimulatedRun silent(LoadedSystem system, Options options) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new SimulatedRun(
                system, options, new Messages(nowhere, -1, Palette.PLAIN), nowhere, nowhere);
    }

    /**
     * Waits for the end. Meanwhile it looks whether virtual time passes at all, and says so if a
     * program keeps it from that.
     */
    private boolean awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + options.timeout.toNanos();
        for (long left = options.timeout.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            if (machine.awaitEnd(Duration.ofNanos(Math.min(left, LOOK_NANOS)))) {
                return true;
            }
            busy = machine.busyProgram(busy);
            if (busy != null && busy.timesSeen() == LOOKS_UNTIL_WARNING) {
                messages.warning("%s", busy.toText());
            }
        }
        return false;
    }

    private Verdict timeout() {
        busy = machine.busyProgram(busy);
        return Verdict.timeout(
                "not done after %.1f s of real time%s"
                        .formatted(
                                options.timeout.toMillis() / 1e3,
                                busy != null && busy.timesSeen() > 1 ? ": " + busy.toText() : ""));
    }

    private void lookWhoWaits(Verdict ended) {
        stall.look(
                ended,
                machine.end() == SimulationEnd.IDLE,
                machine::waitingThreads,
                console.crashed(),
                machine.goneOrPolling());
    }

    private RunStatistics statistics(ProcessCosts costs) {
        RunStatistics.Builder all = new RunStatistics.Builder();
        all.add("wall", wallNanos / 1e9, "s", "real time, from before the boot until the stop");
        all.addIfMeasured(
                "process.cpu", costs.cpuNanos() / 1e9, "s", "all threads on CPUs, JIT and GC too");
        addModelled(all);
        return all.build();
    }

    /** What is the same whenever it is run. */
    private void addModelled(RunStatistics.Builder all) {
        all.add("virtual", virtualTime().toNanos() / 1e9, "s", "modelled, not measured");
        all.add("events", events().count(), "count", "kernel entries, interrupts, shared lines");
        if (!options.faults.isNone()) {
            all.add("faults.injected", injectedFaults().size(), "count", "on purpose");
        }
        if (log != null) {
            for (TraceKind kind : TraceKind.values()) {
                all.add("events." + kind.key(), log.count(kind), "count", kind.meaning());
            }
            for (TracedRing ring : log.rings()) {
                all.add("ring." + ring.name(), ring.sent(), "count", "messages sent");
            }
        }
        all.add("clusters", system.workload().clusters().size(), "count", "kernel images");
        console.addTo(all);
        reports.addTo(all);
    }

    /** Virtual time from the start to the end. */
    public Duration virtualTime() {
        return machine.virtualTime();
    }

    /** What went wrong on purpose. */
    public List<Fault> injectedFaults() {
        return machine.injectedFaults();
    }

    /** These faults and no other: what makes this run happen again. */
    public FaultPlan faultsThatHappened() {
        return options.faults.withSchedule(injectedFaults());
    }

    /** Over all that happened. */
    public EventHash events() {
        return machine.eventHash();
    }

    /** What can be drawn of it; of a run that was recorded and is over. */
    public TracedRun traced() {
        return new TracedRun(
                system.workload().name(),
                options.seed,
                options.costs.name(),
                options.costs.of(Cost.CLOCK_MHZ),
                system.workload().clusters().stream().map(UsedCluster::cores).toList(),
                events().count(),
                events().value(),
                log);
    }

    public long seed() {
        return options.seed;
    }

    @Override
    public long wallNanos() {
        return wallNanos;
    }

    @Override
    public RunStatistics statistics() {
        return statistics;
    }

    @Override
    public List<String> log() {
        return console.log();
    }

    @Override
    public Map<String, String> files(Verdict verdict) {
        Map<String, String> files = new LinkedHashMap<>(reports.files());
        if (log == null) {
            return files;
        }
        TracedRun traced = traced();
        files.put("messages.svg", SpaceTimeDiagram.of(traced, SpaceTimeDiagram.DEFAULT_MESSAGES));
        if (verdict.code() != ExitCode.PASS) {
            files.put("trace.json", ChromeTrace.of(traced.last(EVENTS_OF_FAILURE)));
        }
        files.put(
                RunDirectory.EVENTS,
                "# number, hash, kind, core, cycle; of %,d events\n".formatted(events().count())
                        + log.checkpoints().all().stream()
                                .map(each -> each.toText() + "\n")
                                .collect(Collectors.joining()));
        return files;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("seed", "0x%x".formatted(options.seed));
        facts.put("virtualSeconds", virtualTime().toNanos() / 1e9);
        facts.put("events", events().count());
        if (!options.faults.isNone()) {
            facts.put("injectedFaults", injectedFaults().size());
        }
        facts.put("endedByHost", isEndedByHost);
        facts.put("eventHash", "%016x".formatted(events().value()));
        reports.addTo(facts);
        return facts;
    }
}
