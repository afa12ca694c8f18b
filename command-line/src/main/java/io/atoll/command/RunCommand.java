package io.atoll.command;

import io.atoll.cluster.IdleStrategy;
import io.atoll.command.run.Interruption;
import io.atoll.command.run.ResolvedConfiguration;
import io.atoll.command.run.RunDirectory;
import io.atoll.command.run.SystemRun;
import io.atoll.command.run.Until;
import io.atoll.command.run.Verdict;
import io.atoll.command.system.EmulatedMachine;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.SystemLoader;
import io.atoll.command.system.Workload;
import io.atoll.coordinator.SystemPlan;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code atoll run}: boots a system on pinned cores and waits for its end. */
@Command(
        name = "run",
        description = "Check a system, boot it on pinned cores, run it until it is idle.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    static final String NO_SIMULATION =
            "there is no simulated machine yet; 'atoll run SYSTEM' runs it in real time";

    @ParentCommand private Atoll atoll;

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
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description =
                    "standard output is what guests print and nothing else: no names, no verdict")
    private boolean raw;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "keep the run in this folder (default: a new one in .atoll/runs)")
    private Path out;

    @Option(
            names = "--no-store",
            arity = "0",
            fallbackValue = "true",
            description = "keep nothing of the run")
    private boolean noStore;

    @Override
    public Integer call() throws IOException {
        if (mode == Mode.SIM) {
            throw new UsageException(NO_SIMULATION);
        }
        Messages messages = atoll.messages();
        Until wanted = Until.parse(until);
        Duration patience = Until.Durations.parse("--timeout", timeout);
        SystemLoader loader = system.loader(atoll.environment(), false, messages::line);
        Optional<LoadedSystem> found = system.load(loader);
        if (found.isEmpty()) {
            messages.line(
                    "%s, %s"
                            .formatted(
                                    Messages.count(loader.errorCount(), "error"),
                                    Messages.count(loader.warningCount(), "warning")));
            return ExitCode.USAGE;
        }
        LoadedSystem loaded = found.get();
        int[] cpus = hostCpus(loaded);
        RunDirectory directory = directory(loaded);
        describe(messages, loaded, cpus, directory);
        if (directory != null) {
            directory.begin(loaded, configuration(loaded, cpus));
        }
        SystemRun.Options how =
                new SystemRun.Options(
                        cpus, spin.strategy, wanted, patience, raw, onFault == OnFault.FAIL);
        SystemRun run = new SystemRun(loaded, how, messages, System.out, System.err);
        return Interruption.whileRunning(() -> finished(run, loaded, directory, messages)).code();
    }

    private Verdict finished(
            SystemRun run, LoadedSystem loaded, RunDirectory directory, Messages messages)
            throws IOException {
        Verdict verdict = run.run();
        if (directory != null) {
            directory.end(verdict, run, messages.log());
        }
        (raw ? System.err : System.out)
                .println(
                        atoll.palette(raw ? 2 : 1)
                                .paint(line(loaded.workload().name(), verdict, run)));
        if (verdict.code() == ExitCode.INTERNAL && directory != null) {
            System.err.println("atoll: all of it is in " + directory.folder());
        }
        return verdict;
    }

    private int[] hostCpus(LoadedSystem loaded) {
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

    private RunDirectory directory(LoadedSystem loaded) {
        if (noStore) {
            return null;
        }
        return out == null ? RunDirectory.create(loaded.workload().name()) : RunDirectory.at(out);
    }

    private void describe(
            Messages messages, LoadedSystem loaded, int[] cpus, RunDirectory directory) {
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

    private ResolvedConfiguration configuration(LoadedSystem loaded, int[] cpus) {
        return new ResolvedConfiguration()
                .with("atoll", Atoll.version())
                .with("java", Runtime.version())
                .with("host", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .with("system", system.system)
                .with("mode", "real")
                .with("topology", loaded.machine().clustering().topology())
                .with("cluster-by", loaded.machine().clustering().clusterBy().optionName())
                .with("cpus", cpuNames(cpus))
                .with("pin", name(pin))
                .with("ppc", name(system.ppc()))
                .with("preempt", loaded.hasPreemption())
                .with("search-path", searchPath())
                .with("spin", name(spin))
                .with("until", until)
                .with("timeout", timeout)
                .with("on-fault", name(onFault))
                .with("raw", raw)
                .withImages(loaded.settings().images());
    }

    private String searchPath() {
        return system.searchPath().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String line(String name, Verdict verdict, SystemRun run) {
        String reason = verdict.reason().isEmpty() ? "" : ": " + verdict.reason();
        return "%s  %s%s  (%.1f s wall)"
                .formatted(verdict.word(), name, reason, run.wallNanos() / 1e9);
    }
}
