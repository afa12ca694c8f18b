package io.atoll.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.concurrent.Callable;

/** {@code atoll sim}: {@code atoll run --mode sim}. */
@Command(
        name = "sim",
        description = {
            "Check a system and run it on a simulated machine: one host thread, virtual time, in an"
                    + " order that a seed chooses. The same seed gives the same run.",
            "All times are modelled, none is measured."
        },
        mixinStandardHelpOptions = true)
final class SimCommand implements Callable<Integer> {
    @ParentCommand private Atoll atoll;

    @Mixin private SystemOptions system;

    @Mixin private RunOptions options;

    @Mixin private SimulationOptions simulation;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (options.mode == RunOptions.Mode.REAL) {
            throw new UsageException("'atoll sim' is --mode sim; for real time use 'atoll run'");
        }
        return new SimulationSession(atoll, system, options, simulation, spec).run();
    }
}
