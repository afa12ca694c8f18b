package io.atoll.command.run;

import io.atoll.cluster.IdleStrategy;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.pinned.PinnedMachine;
import io.atoll.command.Messages;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.Locking;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Boots a system on a pinned machine, waits for its end, and says how it ended. Used by one thread.
 */
public final class SystemRun implements FinishedRun {
    private static final long NOT_REACHED = -1;

    private final LoadedSystem system;
    private final Options options;
    private final Messages messages;
    private final StallReport stall = new StallReport();
    private final ProgramReports reports = new ProgramReports(SystemRun::real, stall);
    private final GuestConsole console;
    private RunStatistics statistics = RunStatistics.NONE;
    private long wallNanos;
    private long bootNanos = NOT_REACHED;
    private long idleNanos = NOT_REACHED;

    /**
     * How to run.
     *
     * @param clusters with their cores and CPUs, in the order of the workload's clusters
     * @param timeout when to give up
     * @param isRaw guests' lines without their names
     * @param faultsEndInFailure whether a fault that nobody handled is a failure
     */
    public record Options(
            List<ClusterConfig> clusters,
            IdleStrategy idleStrategy,
            Until until,
            Duration timeout,
            boolean isRaw,
            boolean faultsEndInFailure) {}

    public SystemRun(
            LoadedSystem system,
            Options options,
            Messages messages,
            PrintStream out,
            PrintStream err) {
        this.system = system;
        this.options = options;
        this.messages = messages;
        boolean isPrefixed = !options.isRaw && !system.workload().isOneProgram();
        String marker = options.until.marker();
        this.console = new GuestConsole(out, err, isPrefixed, marker, reports);
    }

    /** Runs to the end; an interrupt of the calling thread ends it too. */
    public Verdict run() {
        ProcessCosts before = ProcessCosts.now();
        long start = System.nanoTime();
        reports.startAt(start);
        PinnedMachine machine = new PinnedMachine(config());
        Verdict ended = bootAndAwait(machine, start);
        boolean isIdle = idleNanos != NOT_REACHED && options.until instanceof Until.Idle;
        machine.whenStopped(
                () -> stall.look(ended, isIdle, machine::waitingThreads, List.of(), List.of()));
        try {
            machine.close();
        } catch (IllegalStateException stuck) {
            // A program that makes no system call cannot be stopped; the process ends with it.
            messages.warning("%s", stuck.getMessage());
        }
        console.flush();
        Verdict verdict = reports.judged(stall.judged(ended, messages), messages);
        wallNanos = System.nanoTime() - start;
        statistics = statistics(ProcessCosts.now().since(before));
        return judged(verdict);
    }

    private Verdict bootAndAwait(PinnedMachine machine, long start) {
        try {
            machine.warnings().forEach(warning -> messages.warning("%s", warning));
            machine.boot(system.workload().initialTask());
            bootNanos = System.nanoTime() - start;
            describeImages();
            return await(machine, start);
        } catch (IllegalStateException broken) {
            return Verdict.internal(broken.getMessage());
        }
    }

    private void describeImages() {
        for (int i = 0; i < options.clusters.size(); i++) {
            List<CoreConfig> cores = options.clusters.get(i).cores();
            String numbers =
                    Messages.list("core", cores.stream().map(CoreConfig::machineCore).toList());
            if (cores.size() > 1) {
                numbers += " (" + Locking.nameOf(system.machine().locking()) + ")";
            }
            messages.detail(
                    "LDR|INFO|C%d: kernel image %d: %s, %s, %d MiB, shared regions %d",
                    i,
                    i,
                    numbers,
                    cores.getFirst().isPinned()
                            ? Messages.list("CPU", cores.stream().map(CoreConfig::hostCpu).toList())
                            : "not pinned",
                    MachineConfig.DEFAULT_MEMORY_BYTES >> 20,
                    system.workload().regions().size());
        }
    }

    private MachineConfig config() {
        return system.workload()
                .machine(options.clusters)
                .withIdleStrategy(options.idleStrategy)
                .withLocking(system.machine().locking())
                .withObserver(console);
    }

    private Verdict await(PinnedMachine machine, long start) {
        CompletableFuture<Void> idle = new CompletableFuture<>();
        Thread.ofVirtual().name("idle-watch").start(() -> awaitIdle(machine, idle));
        CompletableFuture<?> wanted =
                switch (options.until) {
                    case Until.Idle _ -> idle;
                    // Not before its time, even if all is idle: a timer may be yet to come.
                    case Until.Elapsed _ -> new CompletableFuture<Void>();
                    case Until.Events _ ->
                            throw new IllegalArgumentException("pinned cores count no events");
                    case Until.Marker _ -> CompletableFuture.anyOf(idle, console.markerSeen);
                };
        Duration limit =
                options.until instanceof Until.Elapsed elapsed ? elapsed.time() : options.timeout;
        try {
            CompletableFuture.anyOf(wanted, console.kernelFailed, reports.checkBroken)
                    .get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return options.until instanceof Until.Elapsed
                    ? Verdict.PASS
                    : Verdict.timeout("not done after %.1f s".formatted(limit.toMillis() / 1e3));
        } catch (InterruptedException _) {
            return Verdict.interrupted();
        } catch (ExecutionException failed) {
            return Verdict.internal(failed.getCause().toString());
        }
        if (console.kernelFailed.isDone()) {
            return Verdict.internal(console.kernelFailed.join());
        }
        if (reports.checkBroken.isDone()) {
            return Verdict.PASS; // as far as waiting goes
        }
        if (options.until instanceof Until.Marker marker && !console.markerSeen.isDone()) {
            return Verdict.liveness(
                    "nothing can happen any more, and nobody printed '%s'"
                            .formatted(marker.text()));
        }
        idleNanos = System.nanoTime() - start;
        messages.info("idle after %.3f s", idleNanos / 1e9);
        return Verdict.PASS;
    }

    /** Ends with the machine at the latest: a closed machine is idle. */
    private void awaitIdle(PinnedMachine machine, CompletableFuture<Void> idle) {
        try {
            if (machine.awaitIdle(options.timeout)) {
                idle.complete(null);
            }
        } catch (InterruptedException | IllegalStateException failed) {
            idle.completeExceptionally(failed);
        }
    }

    /** A fault outweighs how the waiting ended, but for Atoll's own mistakes. */
    private Verdict judged(Verdict ended) {
        return options.faultsEndInFailure ? ended.unlessFaulted(console.faulted()) : ended;
    }

    @Override
    public long wallNanos() {
        return wallNanos;
    }

    private RunStatistics statistics(ProcessCosts costs) {
        RunStatistics.Builder all = new RunStatistics.Builder();
        all.add("wall", wallNanos / 1e9, "s", "from before the boot until after the stop");
        if (bootNanos != NOT_REACHED) {
            all.add("boot", bootNanos / 1e9, "s", "until all kernel images had booted");
        }
        if (idleNanos != NOT_REACHED) {
            all.add("idle", idleNanos / 1e9, "s", "until what was waited for");
        }
        all.addIfMeasured(
                "process.cpu", costs.cpuNanos() / 1e9, "s", "all threads on CPUs, JIT and GC too");
        if (costs.allocatedBytes() >= 0) {
            all.add("process.allocated", costs.allocatedBytes(), "bytes", "on the Java heap");
        }
        if (costs.collections() >= 0) {
            all.add("process.collections", costs.collections(), "count", "of garbage");
        }
        all.add("clusters", system.workload().clusters().size(), "count", "kernel images");
        console.addTo(all);
        reports.addTo(all);
        return all.build();
    }

    @Override
    public RunStatistics statistics() {
        return statistics;
    }

    /** To the nanosecond: what precedes what can hang on it. */
    private static String real(long nanos) {
        return "%.3f us of real time".formatted(nanos / 1e3);
    }

    @Override
    public Map<String, String> files(Verdict verdict) {
        return reports.files();
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        reports.addTo(facts);
        return facts;
    }

    @Override
    public List<String> log() {
        return console.log();
    }
}
