package io.atoll.command;

import io.atoll.benchmarks.harness.Benchmark;
import io.atoll.benchmarks.harness.BenchmarkRunner;
import io.atoll.benchmarks.harness.Instruments;
import io.atoll.benchmarks.harness.Outcome;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Plan;
import io.atoll.benchmarks.harness.RoundListener;
import io.atoll.benchmarks.harness.SingleShot;
import io.atoll.benchmarks.report.HistogramLogs;
import io.atoll.benchmarks.report.Host;
import io.atoll.benchmarks.report.MultikernelStudy;
import io.atoll.benchmarks.report.Report;
import io.atoll.benchmarks.suites.Suite;
import io.atoll.cluster.pinned.CpuAffinity;
import io.atoll.cluster.topology.ClusterBy;
import io.atoll.cluster.topology.Clustering;
import io.atoll.cluster.topology.HostTopology;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code atoll bench}: measured latencies and rates, beside what a user would pick instead. */
@Command(
        name = "bench",
        description = {
            "Measure, in alternating rounds, against what one would use instead.",
            "  ipc         calls inside a cluster",
            "  messaging   round trips between two clusters",
            "  throughput  messages a second between two clusters",
            "  kernel      what the kernel's operations cost, and how that grows",
            "  multicore   two cores on one image or two: what they cost one another, how they"
                    + " talk",
            "  simulator   events of a simulated machine in a second of the host's time",
            "In virtual time, modelled and not measured:"
        },
        subcommands = {ArgumentCommand.class, ReproduceCommand.class},
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    static final String STANDARD_OUTPUT = "-";

    @ParentCommand private Atoll atoll;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SUITE",
            description = "ipc, messaging, throughput, kernel, multicore or simulator")
    private String suite;

    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = STANDARD_OUTPUT,
            paramLabel = "FILE",
            description =
                    "also write the results as JSON; without a file, or with -, instead of the"
                            + " table")
    private Path json;

    @Option(
            names = "--hlog",
            paramLabel = "DIR",
            description = "also write a histogram log for each subject into this folder")
    private Path hlog;

    @Option(
            names = "--quick",
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description = "short rounds: seconds instead of a minute, more noise")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description =
                    "only this benchmark or subject, with its reference; repeatable, and several"
                            + " with commas")
    private List<String> only = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        if (suite == null) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'SUITE'");
        }
        Suite chosen = suite();
        List<Benchmark> benchmarks = only.isEmpty() ? chosen.benchmarks() : chosen.only(only);
        List<SingleShot> singleShots =
                chosen.singleShots().stream()
                        .filter(shot -> only.isEmpty() || only.contains(shot.name()))
                        .toList();
        if (benchmarks.isEmpty() && singleShots.isEmpty()) {
            throw new UsageException(
                    "suite '%s' has no benchmark or subject '%s'"
                            .formatted(suite, String.join("', '", only)));
        }
        if (json != null && !isToStandardOutput()) {
            checkWritable(json);
        }
        if (hlog != null) {
            checkFolder(hlog);
        }
        Plan plan = quick ? Plan.quick() : Plan.standard();
        Placement placement = placement();
        Host host = Host.here(placement); // before measuring: the load is part of it
        Messages messages = atoll.messages();
        List<Outcome> outcomes = new ArrayList<>();
        try (HistogramLogs logs = hlog == null ? null : new HistogramLogs(Atoll.version(), hlog)) {
            RoundListener listener = logs == null ? RoundListener.NONE : logs;
            BenchmarkRunner runner =
                    new BenchmarkRunner(plan, placement, Instruments.ofThisJvm(), listener);
            for (Benchmark benchmark : benchmarks) {
                messages.info("measuring %s", benchmark.name());
                outcomes.add(runner.run(benchmark));
            }
        }
        for (SingleShot shot : singleShots) {
            messages.info("measuring %s", shot.name());
            outcomes.add(shot.measure(placement));
        }
        Report report = new Report(Atoll.version(), host, outcomes);
        if (isToStandardOutput()) {
            StringWriter text = new StringWriter();
            report.writeJson(text);
            System.out.print(text);
            return ExitCode.PASS;
        }
        System.out.print(report.toText());
        if (chosen == Suite.MULTICORE) {
            System.out.print(MultikernelStudy.beside(outcomes));
        }
        if (json != null) {
            try (Writer out = Files.newBufferedWriter(json)) {
                report.writeJson(out);
            }
        }
        return ExitCode.PASS;
    }

    Messages messages() {
        return atoll.messages();
    }

    private boolean isToStandardOutput() {
        return json != null && json.toString().equals(STANDARD_OUTPUT);
    }

    private Suite suite() {
        return Arrays.stream(Suite.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(suite))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "there is no suite '%s'; there are %s"
                                                .formatted(suite, names())));
    }

    private static String names() {
        return Arrays.stream(Suite.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** A minute of measuring is not to end in an error that could be told before. */
    static void checkWritable(Path file) {
        try (Writer _ = Files.newBufferedWriter(file)) {
            // only to see whether it can be opened
        } catch (IOException refused) {
            throw new UsageException(
                    "cannot write '%s': %s".formatted(file, WriteRefusal.reason(file, refused)));
        }
    }

    static void checkFolder(Path folder) {
        try {
            Files.delete(Files.createTempFile(Files.createDirectories(folder), ".atoll", ""));
        } catch (IOException refused) {
            throw new UsageException(
                    "cannot write into folder '%s': %s"
                            .formatted(folder, WriteRefusal.reason(folder, refused)));
        }
    }

    /** The sides on cores of different L2 groups if there are two, otherwise on different cores. */
    private static Placement placement() {
        if (!CpuAffinity.isSupported()) {
            return Placement.unpinned();
        }
        Clustering groups = Clustering.of(HostTopology.read(), ClusterBy.L2);
        List<Integer> cpus =
                groups.clusterCount() >= 2
                        ? groups.clusters().stream()
                                .map(cores -> groups.topology().puOf(cores.getFirst()))
                                .limit(2)
                                .toList()
                        : groups.topology().cores().stream()
                                .map(core -> groups.topology().puOf(core.index()))
                                .limit(2)
                                .toList();
        return Placement.pinned(cpus, CpuAffinity::pinCurrentThread);
    }
}
