package io.atoll.command;

import io.atoll.benchmarks.modelled.plots.LinePlot;
import io.atoll.benchmarks.modelled.reproduce.Findings;
import io.atoll.benchmarks.modelled.reproduce.Reproduction;
import io.atoll.benchmarks.modelled.reproduce.Reproductions;
import io.atoll.benchmarks.modelled.reproduce.Setting;
import io.atoll.benchmarks.modelled.tables.Table;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code atoll bench reproduce}: published measurements beside what a model makes of them. */
@Command(
        name = "reproduce",
        description = {
            "Published measurements, and beside them what a model makes of the same workload, with"
                    + " the error and where the model misses.",
            "Modelled figures are of virtual time; none is measured."
        },
        mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final String LIST = "list";
    private static final double QUICK_SHARE = 0.25;

    @ParentCommand private BenchCommand bench;

    @Parameters(paramLabel = "NAME", description = "which; 'list' says what there is, or 'all'")
    private String name;

    @Mixin private SeedOption seed;

    @Mixin private StudyOutput output;

    @Option(
            names = "--quick",
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description = "with fewer operations")
    private boolean quick;

    @Override
    public Integer call() throws IOException {
        if (name.equals(LIST)) {
            Reproductions.all()
                    .forEach(each -> System.out.printf("%-17s %s%n", each.name(), each.title()));
            return ExitCode.PASS;
        }
        List<Reproduction> chosen = chosen();
        output.check();
        Setting setting = new Setting(seed.value(), quick ? QUICK_SHARE : 1);
        List<Table> tables = new ArrayList<>();
        Map<String, LinePlot> plots = new LinkedHashMap<>();
        for (Reproduction each : chosen) {
            bench.messages().info("running %s", each.name());
            Findings findings = each.run(setting);
            tables.addAll(findings.tables());
            plots.putAll(findings.plots());
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("study", name);
        facts.put("seed", "0x%x".formatted(setting.seed()));
        facts.put(
                "command",
                "atoll bench reproduce %s --seed 0x%x%s"
                        .formatted(name, setting.seed(), quick ? " --quick" : ""));
        output.write(facts, tables, plots);
        return ExitCode.PASS;
    }

    private List<Reproduction> chosen() {
        if (name.equals(ALL)) {
            return Reproductions.all();
        }
        return List.of(
                Reproductions.named(name)
                        .orElseThrow(
                                () ->
                                        new UsageException(
                                                "there is nothing to reproduce called '%s'; there are %s"
                                                        .formatted(name, names()))));
    }

    private static String names() {
        return Reproductions.all().stream()
                .map(Reproduction::name)
                .collect(Collectors.joining(", "));
    }
}
