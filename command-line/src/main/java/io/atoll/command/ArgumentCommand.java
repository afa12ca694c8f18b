package io.atoll.command;

import io.atoll.benchmarks.modelled.argument.ArgumentOptions;
import io.atoll.benchmarks.modelled.argument.ArgumentStudy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code atoll bench argument}: one image against clusters, in virtual time. */
@Command(
        name = "argument",
        description = {
            "One kernel image for all cores against an image for each cluster, by cores up to"
                    + " 1,024, on simulated machines: what the argument for clustered multikernels"
                    + " says, computed.",
            "All figures are modelled, none is measured. The same seed gives the same tables."
        },
        mixinStandardHelpOptions = true)
final class ArgumentCommand implements Callable<Integer> {
    @ParentCommand private BenchCommand bench;

    @Mixin private ModelOptions model;

    @Mixin private StudyOutput output;

    @Option(
            names = "--topology",
            paramLabel = "TOPOLOGY",
            description =
                    "the machine, an hwloc synthetic string or CxN; its first 1, 2, 4 ... cores are"
                            + " used (default: "
                            + ArgumentOptions.TOPOLOGY
                            + ")")
    private String topology;

    @Option(
            names = "--quick",
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description = "to 64 cores, with fewer operations: seconds instead of a minute")
    private boolean quick;

    @Override
    public Integer call() throws IOException {
        ArgumentOptions options = ArgumentOptions.standard(model.seed(), model.costs());
        if (topology != null) {
            options = options.on(model.topology(topology));
        }
        if (quick) {
            options = options.quick();
        }
        output.check();
        Messages messages = bench.messages();
        ArgumentStudy study = ArgumentStudy.run(options, what -> messages.info("running %s", what));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("study", "argument");
        facts.put("costs", options.costs().name());
        facts.put("seed", "0x%x".formatted(options.seed()));
        facts.put("topology", options.topology().toSynthetic());
        facts.put("command", command(options));
        output.write(facts, study.tables(), study.plots());
        return ExitCode.PASS;
    }

    private String command(ArgumentOptions options) {
        return "atoll bench argument --seed 0x%x --costs %s%s%s"
                .formatted(
                        options.seed(),
                        options.costs().name(),
                        topology == null ? "" : " --topology '" + topology + "'",
                        quick ? " --quick" : "");
    }
}
