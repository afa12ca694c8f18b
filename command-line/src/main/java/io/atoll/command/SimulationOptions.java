package io.atoll.command;

import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.cost.Presets;
import io.atoll.coordinator.system.AtollToml;
import io.atoll.coordinator.system.Seed;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

import java.security.SecureRandom;

/** The options that say how a system is simulated. */
final class SimulationOptions {
    private static final int MOST_SEEDS = 1_000_000_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "sim: what decides the order and the jitter, 64 bits, decimal or 0x"
                            + " (default: atoll.toml, else another one each time, and printed)")
    private String seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "sim: run so many seeds, from --seed on; stops at the first that fails, and"
                            + " says how to run it again (default: 1, a run as any other)")
    private Integer seeds;

    @Option(
            names = "--keep-going",
            arity = "0",
            fallbackValue = "true",
            description = "sim: with --seeds, do not stop at a seed that fails")
    private boolean keepGoing;

    @Option(
            names = "--check-determinism",
            arity = "0",
            fallbackValue = "true",
            description =
                    "sim: run twice and compare all events; exit code 5 if the two runs differ")
    private boolean checkDeterminism;

    @Option(
            names = "--costs",
            paramLabel = "MODEL[+PART]",
            description =
                    "sim: the cost model, a file or one that 'atoll costs' lists; with a part such"
                            + " as kpti behind it: mail+kpti (default: atoll.toml, else mail)")
    private String costs;

    @Mixin TraceOptions pictures;

    @Mixin private FaultOptions faults;

    @Mixin ConsoleOptions console;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What goes wrong on purpose. */
    FaultOptions faults() {
        return faults;
    }

    /**
     * These are for the simulated machine: none may be given for another one. In the environment
     * they are for other calls, too.
     */
    void refuse() {
        ParseResult call = command.commandLine().getParseResult();
        command.mixins().values().stream()
                .filter(mixin -> mixin.userObject() == this)
                .flatMap(mixin -> mixin.options().stream())
                .filter(call::hasMatchedOption)
                .findFirst()
                .ifPresent(
                        given -> {
                            throw new UsageException(
                                    "%s is for the simulated machine: use 'atoll sim', or --mode sim"
                                            .formatted(given.longestName()));
                        });
    }

    /**
     * Whether the run is gone through by hand. Nothing of it is kept then, and it is compared with
     * nothing.
     */
    boolean isByHand() {
        if (!console.isWanted()) {
            return false;
        }
        if (seeds() > 0 || checkDeterminism || pictures.given() != null) {
            throw new UsageException(
                    "--console goes through one run: without %s"
                            .formatted(
                                    seeds() > 0
                                            ? "--seeds"
                                            : checkDeterminism
                                                    ? "--check-determinism"
                                                    : pictures.given()));
        }
        return true;
    }

    /** What was given here makes sense; before anything is loaded, so that mistakes come first. */
    void check() {
        if (seed != null) {
            given(seed);
        }
        if (costs != null) {
            costs(costs);
        }
    }

    /** The seed given here or in the settings, or another one each time. */
    long seed(AtollToml.Simulation settings) {
        if (seed != null) {
            return given(seed);
        }
        // Short enough to be typed; any of them is as good as any other.
        return settings.seed()
                .orElseGet(() -> Integer.toUnsignedLong(new SecureRandom().nextInt()));
    }

    /** What was given with {@code --seed}. */
    static long given(String seed) {
        return Seed.parse(seed)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "--seed cannot be '%s'; %s".formatted(seed, Seed.FORM)));
    }

    /** How many seeds; 0 if it is about one run, which {@code --seeds 1} is, too. */
    int seeds() {
        if (seeds == null || seeds == 1) {
            return 0;
        }
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new UsageException(
                    "--seeds cannot be %d; it is a number from 1 to %,d"
                            .formatted(seeds, MOST_SEEDS));
        }
        if (checkDeterminism) {
            throw new UsageException("--check-determinism is for one seed, not for --seeds");
        }
        return seeds;
    }

    boolean keepsGoing() {
        return keepGoing;
    }

    boolean checksDeterminism() {
        return checkDeterminism;
    }

    /** The model given here or in the settings: of that name, in that file, or both in layers. */
    CostModel costs(AtollToml.Simulation settings) {
        return costs(costs != null ? costs : settings.costs().orElse(CostModel.DEFAULT));
    }

    /** The model of a name such as {@code mail}, {@code mail+kpti} or {@code my.costs+kpti}. */
    static CostModel costs(String wanted) {
        try {
            return CostModel.layered(wanted, SimulationOptions::layer);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage());
        }
    }

    private static String layer(String name) {
        if (Presets.all().contains(name)) {
            return Presets.text(name);
        }
        return InputFile.read(
                "--costs",
                name,
                "a cost model",
                ", and no cost model of that name; 'atoll costs' lists them");
    }
}
