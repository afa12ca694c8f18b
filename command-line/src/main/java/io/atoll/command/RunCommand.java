package io.atoll.command;

import io.atoll.cluster.IdleStrategy;
import io.atoll.command.run.RunDirectory;
import io.atoll.command.run.SystemRun;
import io.atoll.command.run.Until;
import io.atoll.command.run.Verdict;
import io.atoll.command.system.EmulatedMachine;
import io.atoll.command.system.SystemLoader;
import io.atoll.command.system.Workload;
import io.atoll.coordinator.SystemPlan;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code atoll run}: boots a system on pinned cores and waits for its end. */
@Command(
        name = "run",
        description = "Check a system, boot it on pinned cores, run it until it is idle.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    /** How long an interrupted run may take to stop and to write what is left. */
    private static final int STOP_SECONDS = 15;

    static final String NO_SIMULATION =
            "there is no simulated machine yet; 'atoll run SYSTEM' runs it in real time";

    @Mixin private SystemOptions system;

    /** What the system runs on. */
    enum Mode {
        REAL,
        SIM
    }

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "real: pinned cores, measured time. The only one so far (default: real)")
    private Mode mode = Mode.REAL;

    @Option(
            names = "--until",
            paramLabel = "X",
            description =
                    "run until idle, for a time such as 5s, or until marker:TEXT is printed"
                            + " (default: idle)")
    private String until = "idle";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "give up after this time, with exit code 124 (default: 60s)")
    private String timeout = "60s";

    /** What idle cores do. */
    enum Spin {
        AUTO(IdleStrategy.BACK_OFF),
        BUSY(IdleStrategy.SPIN),
        BACK_OFF(IdleStrategy.BACK_OFF),
        PARK(IdleStrategy.PARK);

        final IdleStrategy strategy;

        Spin(IdleStrategy strategy) {
            this.strategy = strategy;
        }
    }

    @Option(
            names = "--spin",
            paramLabel = "POLICY",
            description =
                    "what idle cores do: auto, busy, back_off, park; busy needs a CPU per core"
                            + " (default: auto, which is back_off)")
    private Spin spin = Spin.AUTO;

    /** Whether cores are bound to CPUs. */
    enum Pin {
        AUTO,
        ON,
        OFF
    }

    @Option(
            names = "--pin",
            paramLabel = "WHEN",
            description =
                    "bind cores to CPUs: on, off, or auto, where there are enough (default: auto)")
    private Pin pin = Pin.AUTO;

    /** What a fault that nobody handles means for the verdict. */
    enum OnFault {
        FAIL,
        CONTINUE
    }

    @Option(
            names = "--on-fault",
            paramLabel = "WHAT",
            description =
                    "a fault that nobody handles: fail ends with exit code 4, continue ignores it"
                            + " (default: fail)")
    private OnFault onFault = OnFault.FAIL;

    @Option(
            names = "--raw",
            description =
                    "standard output is what guests print and nothing else: no names, no verdict")
    private boolean raw;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "keep the run in this folder (default: a new one in .atoll/runs)")
    private Path out;

    @Option(names = "--no-store", description = "keep nothing of the run")
    private boolean noStore;

    @Option(
            names = {"-q", "--quiet"},
            description = "no ATOLL|INFO lines")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        if (mode == Mode.SIM) {
            throw new UsageException(NO_SIMULATION);
        }
        Messages messages = new Messages(System.err, quiet);
        Until wanted = Until.parse(until);
        Duration patience = Until.Durations.parse("--timeout", timeout);
        SystemLoader loader = system.loader(messages::line);
        Optional<SystemLoader.Loaded> found = loader.load(system.system);
        if (found.isEmpty()) {
            messages.line(
                    "%s, %s"
                            .formatted(
                                    Messages.count(loader.errorCount(), "error"),
                                    Messages.count(loader.warningCount(), "warning")));
            return ExitCode.USAGE;
        }
        SystemLoader.Loaded loaded = found.get();
        int[] cpus = hostCpus(loaded);
        RunDirectory directory = directory(loaded);
        describe(messages, loaded, cpus, directory);
        if (directory != null) {
            directory.begin(loaded, configuration(loaded, cpus));
        }
        SystemRun run =
                new SystemRun(
                        loaded,
                        new SystemRun.Options(
                                cpus,
                                spin.strategy,
                                wanted,
                                patience,
                                raw,
                                onFault == OnFault.FAIL),
                        messages,
                        System.out,
                        System.err);
        Verdict verdict = runUntilDoneOrInterrupted(run, directory, messages);
        (raw ? System.err : System.out).println(line(loaded.workload().name(), verdict, run));
        return verdict.code();
    }

    private int[] hostCpus(SystemLoader.Loaded loaded) {
        Workload workload = loaded.workload();
        int[] unpinned = EmulatedMachine.unpinned(workload.clusters().size());
        if (pin == Pin.OFF) {
            return unpinned;
        }
        int[] cpus = loaded.machine().hostCpus(workload.clusters());
        if (pin == Pin.ON && Arrays.equals(cpus, unpinned)) {
            throw new UsageException(
                    "--pin on: this host has no CPU for each of %d clusters; use --pin auto, or a smaller system"
                            .formatted(cpus.length));
        }
        return cpus;
    }

    private RunDirectory directory(SystemLoader.Loaded loaded) {
        if (noStore) {
            return null;
        }
        return out == null ? RunDirectory.create(loaded.workload().name()) : RunDirectory.at(out);
    }

    private void describe(
            Messages messages, SystemLoader.Loaded loaded, int[] cpus, RunDirectory directory) {
        Workload workload = loaded.workload();
        String what =
                workload.plan()
                        .map(SystemPlan::description)
                        .map(
                                system ->
                                        String.join(
                                                ", ",
                                                Messages.count(
                                                        system.allProtectionDomains().size(),
                                                        "protection domain"),
                                                Messages.count(
                                                        system.memoryRegions().size(),
                                                        "memory region"),
                                                Messages.count(
                                                        system.channels().size(), "channel")))
                        .orElse("an initial task");
        messages.info(
                "%s: %s; %d of %d clusters used",
                workload.name(),
                what,
                workload.clusters().size(),
                loaded.machine().clustering().clusterCount());
        messages.info(
                "mode=real topology=\"%s\" cpus=%s%s",
                loaded.machine().clustering().topology(),
                cpuNames(cpus),
                directory == null ? "" : " run=" + directory.folder());
    }

    private static String cpuNames(int[] cpus) {
        return Arrays.stream(cpus)
                .mapToObj(cpu -> cpu < 0 ? "unpinned" : Integer.toString(cpu))
                .collect(Collectors.joining(","));
    }

    private Map<String, String> configuration(SystemLoader.Loaded loaded, int[] cpus) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("atoll", Atoll.version());
        all.put("java", Runtime.version().toString());
        all.put("host", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        all.put("system", system.system);
        all.put("mode", "real");
        all.put("topology", loaded.machine().clustering().topology().toString());
        all.put("cluster-by", loaded.machine().clustering().clusterBy().optionName());
        all.put("cpus", cpuNames(cpus));
        all.put("ppc", name(system.ppc()));
        all.put("spin", name(spin));
        all.put("until", until);
        all.put("timeout", timeout);
        all.put("on-fault", name(onFault));
        return all;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Ctrl-C stops the machine and completes the run's folder before the JVM goes; the exit code is
     * then that of the signal.
     */
    private Verdict runUntilDoneOrInterrupted(
            SystemRun run, RunDirectory directory, Messages messages) throws IOException {
        Thread runner = Thread.currentThread();
        CountDownLatch written = new CountDownLatch(1);
        Thread hook =
                new Thread(
                        () -> {
                            runner.interrupt();
                            awaitQuietly(written);
                        },
                        "atoll-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        Verdict verdict;
        try {
            verdict = run.run();
            if (directory != null) {
                directory.end(verdict, run.wallNanos(), run.log(), messages.log());
            }
        } finally {
            written.countDown();
        }
        if (verdict.code() != ExitCode.INTERRUPTED) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return verdict;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(String name, Verdict verdict, SystemRun run) {
        String reason = verdict.reason().isEmpty() ? "" : ": " + verdict.reason();
        return "%s  %s%s  (%.1f s wall)"
                .formatted(verdict.word(), name, reason, run.wallNanos() / 1e9);
    }
}
