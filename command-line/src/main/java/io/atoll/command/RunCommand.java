package io.atoll.command;

import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.command.run.Interruption;
import io.atoll.command.run.ResolvedConfiguration;
import io.atoll.command.run.RunDirectory;
import io.atoll.command.run.SystemRun;
import io.atoll.command.run.Until;
import io.atoll.command.run.Verdict;
import io.atoll.command.system.EmulatedMachine;
import io.atoll.command.system.LoadedSystem;
import io.atoll.command.system.Locking;
import io.atoll.command.system.UsedCluster;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * {@code atoll run}: boots a system on a machine, by default of pinned cores, and waits for its
 * end.
 */
@Command(
        name = "run",
        description = {
            "Check a system, boot it on pinned cores, run it until it is idle.",
            "With --mode sim: on a simulated machine, as 'atoll sim' does."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @ParentCommand private Atoll atoll;

    @Mixin private SystemOptions system;

    @Mixin private RunOptions options;

    @Mixin private SimulationOptions simulation;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (options.mode == RunOptions.Mode.SIM) {
            return new SimulationSession(atoll, system, options, simulation, spec).run();
        }
        simulation.refuse();
        Messages messages = atoll.messages();
        Until wanted = Until.parse("--until", options.until);
        if (wanted instanceof Until.Events) {
            throw new UsageException(
                    "--until cannot be '%s' on pinned cores, which count no events: use 'atoll sim', or --mode sim"
                            .formatted(options.until));
        }
        Duration patience = Until.Durations.parse("--timeout", options.timeout);
        Optional<LoadedSystem> found = system.load(atoll.environment(), messages);
        if (found.isEmpty()) {
            return ExitCode.USAGE;
        }
        LoadedSystem loaded = found.get();
        try {
            Locking.onRealCores(loaded.machine().locking());
        } catch (IllegalArgumentException modelled) {
            throw new UsageException(modelled.getMessage());
        }
        List<ClusterConfig> clusters = clusters(loaded);
        RunDirectory directory = options.directory(loaded.workload().name());
        describe(messages, loaded, clusters, directory);
        if (directory != null) {
            directory.begin(loaded, configuration(loaded, clusters));
        }
        SystemRun.Options how =
                new SystemRun.Options(
                        clusters,
                        options.spin.strategy,
                        wanted,
                        patience,
                        options.raw,
                        options.onFault == RunOptions.OnFault.FAIL);
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
        (options.raw ? System.err : System.out)
                .println(
                        atoll.palette(options.raw ? 2 : 1)
                                .paint(line(loaded.workload().name(), verdict, run)));
        if (verdict.code() == ExitCode.INTERNAL && directory != null) {
            System.err.println("atoll: all of it is in " + directory.folder());
        }
        return verdict;
    }

    /** The clusters of the machine, on the CPUs that are to be had and wanted. */
    private List<ClusterConfig> clusters(LoadedSystem loaded) {
        List<UsedCluster> used = loaded.workload().clusters();
        Optional<List<ClusterConfig>> placed =
                options.pin == RunOptions.Pin.OFF
                        ? Optional.empty()
                        : loaded.machine().placed(used);
        if (options.pin == RunOptions.Pin.ON && placed.isEmpty()) {
            throw new UsageException(
                    "--pin on: this host has no CPU for each of %s; use --pin auto, or a smaller system"
                            .formatted(Messages.count(SystemSummary.coreCount(used), "core")));
        }
        return placed.orElseGet(() -> EmulatedMachine.unpinned(used));
    }

    private void describe(
            Messages messages,
            LoadedSystem loaded,
            List<ClusterConfig> clusters,
            RunDirectory directory) {
        messages.info("%s", SystemSummary.of(loaded));
        messages.info(
                "mode=real topology=\"%s\" cpus=%s%s",
                loaded.machine().clustering().topology(),
                cpuNames(clusters),
                directory == null ? "" : " run=" + directory.folder());
    }

    /** {@code 0+1,2}: two cores of the first cluster, one of the second. */
    private static String cpuNames(List<ClusterConfig> clusters) {
        return clusters.stream()
                .map(
                        cluster ->
                                cluster.cores().stream()
                                        .map(
                                                core ->
                                                        core.isPinned()
                                                                ? Integer.toString(core.hostCpu())
                                                                : "unpinned")
                                        .collect(Collectors.joining("+")))
                .collect(Collectors.joining(","));
    }

    private ResolvedConfiguration configuration(LoadedSystem loaded, List<ClusterConfig> clusters) {
        return new ResolvedConfiguration()
                .with("atoll", Atoll.version())
                .with("java", Runtime.version())
                .with("host", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .with("system", system.system)
                .with("mode", "real")
                .with("topology", loaded.machine().clustering().topology())
                .with("cluster-by", loaded.machine().clustering().clusterBy().optionName())
                .with("locking", Locking.nameOf(loaded.machine().locking()))
                .with("cpus", cpuNames(clusters))
                .with("pin", name(options.pin))
                .with("ppc", name(system.ppc(loaded)))
                .with("preempt", loaded.hasPreemption())
                .with("search-path", searchPath())
                .with("spin", name(options.spin))
                .with("until", options.until)
                .with("timeout", options.timeout)
                .with("on-fault", name(options.onFault))
                .with("raw", options.raw)
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
