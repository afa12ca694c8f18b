package io.atoll.command;

import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.command.run.Until;
import io.atoll.command.system.LoadedSystem;
import io.atoll.coordinator.system.AtollToml;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The options that say what goes wrong on a simulated machine, and what is made of a failure. */
final class FaultOptions {
    private static final Duration SHRINK_TIME = Duration.ofSeconds(10);

    @Option(
            names = "--faults",
            paramLabel = "SPEC",
            description =
                    "sim: what goes wrong on purpose: none, default, items such as"
                            + " delay=1us..1ms@0.1,crash=0.01 or 'at 5ms crash cluster 1', or"
                            + " @FILE of such items; see 'atoll help faults' (default: none)")
    private String faults;

    @Option(
            names = "--faulty-for",
            paramLabel = "TIME",
            description =
                    "sim: virtual time after which faults end and the run must come to its end"
                            + " (default: 100ms)")
    private String faultyFor;

    @Option(
            names = "--liveness-bound",
            paramLabel = "TIME",
            description = "sim: the virtual time that it then has (default: 10s)")
    private String livenessBound;

    @Option(
            names = "--no-liveness",
            arity = "0",
            fallbackValue = "true",
            description = "sim: faults do not end, and the run need not either")
    private boolean noLiveness;

    @Option(
            names = "--shrink-time",
            paramLabel = "TIME",
            description =
                    "sim: real time to look for the smallest run that fails the same way, with"
                            + " faults (default: atoll.toml, else 10s)")
    private String shrinkTime;

    @Option(
            names = "--no-shrink",
            arity = "0",
            fallbackValue = "true",
            description = "sim: do not look for it")
    private boolean noShrink;

    /** How long to shrink; nothing if not. */
    Duration shrinkTime(AtollToml.Simulation settings) {
        Duration time =
                shrinkTime != null
                        ? Until.Durations.parse("--shrink-time", shrinkTime)
                        : settings.shrinkTime().orElse(SHRINK_TIME);
        return noShrink ? Duration.ZERO : time;
    }

    /** What was asked for here; before anything is loaded, so that mistakes come first. */
    FaultPlan plan() {
        return completed(faults == null ? FaultPlan.NONE : parse("--faults", faults));
    }

    /** The same, or what the system's own settings ask for, and whether the system has it all. */
    FaultPlan plan(LoadedSystem loaded) {
        Map<String, String> settings = loaded.settings().simulation().faults();
        FaultPlan plan =
                faults != null || settings.isEmpty()
                        ? plan()
                        : completed(parse("[sim.faults]", items(settings)));
        Set<Integer> cores = new HashSet<>();
        loaded.workload().clusters().forEach(cluster -> cores.addAll(cluster.cores()));
        return complaining(
                () -> {
                    plan.check(loaded.workload().clusters().size(), cores::contains);
                    return plan;
                });
    }

    /** A key such as {@code delay}, or {@code "at 5ms"}. */
    private static String items(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(
                        entry ->
                                entry.getKey()
                                        + (entry.getKey().startsWith("at ") ? " " : "=")
                                        + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private FaultPlan completed(FaultPlan plan) {
        FaultPlan all = noLiveness ? plan.withoutLiveness() : plan;
        if (faultyFor != null) {
            all = all.withFaultyFor(Until.Durations.parse("--faulty-for", faultyFor).toNanos());
        }
        if (livenessBound != null) {
            Duration bound = Until.Durations.parse("--liveness-bound", livenessBound);
            all = all.withLivenessBound(bound.toNanos());
        }
        return all;
    }

    private static FaultPlan parse(String origin, String text) {
        if (!text.startsWith("@")) {
            return complaining(() -> FaultPlan.parse(origin, text));
        }
        String file = text.substring(1);
        String content = InputFile.read("--faults", file, "a fault plan", "");
        return complaining(() -> FaultPlan.parse(file, content));
    }

    /** Somebody who makes a plan, or says in one sentence why not. */
    private interface Planner {
        FaultPlan plan();
    }

    private static FaultPlan complaining(Planner planner) {
        try {
            return planner.plan();
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage());
        }
    }
}
