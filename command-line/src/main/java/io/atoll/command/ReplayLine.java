package io.atoll.command;

import io.atoll.cluster.simulated.fault.FaultPlan;

import picocli.CommandLine.Model.CommandSpec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The line that repeats a run: the same command line, with one seed, and its faults; or the run's
 * folder.
 */
final class ReplayLine {
    private static final Set<String> WITH_VALUE =
            Set.of(
                    "--seed",
                    "--seeds",
                    "--faults",
                    "--faulty-for",
                    "--liveness-bound",
                    "--shrink-time",
                    "--out");
    private static final Set<String> WITHOUT_VALUE =
            Set.of("--keep-going", "--check-determinism", "--no-liveness", "--no-shrink");

    /** Of options with a value, what says how faults are drawn, and not which. */
    private static final Set<String> OF_FAULTS =
            Set.of("--faults", "--faulty-for", "--liveness-bound", "--no-liveness");

    private final List<String> given;

    /** What makes options of the environment ineffective that must not come again. */
    private final String against;

    private ReplayLine(List<String> given, String against) {
        this.given = given;
        this.against = against;
    }

    static ReplayLine of(CommandSpec spec, Environment environment) {
        String oneSeed = environment.get("--seeds").isPresent() ? " --seeds 1" : "";
        String noFolder = environment.get("--out").isPresent() ? " --no-store" : "";
        return new ReplayLine(
                spec.root().commandLine().getParseResult().originalArgs(), oneSeed + noFolder);
    }

    /** With faults, if any, drawn anew from that seed. */
    String drawn(long seed) {
        return line(true, seed);
    }

    /** With these faults, and no other that settings or the environment may ask for. */
    String with(long seed, FaultPlan faults) {
        return line(false, seed) + " --faults " + quoted(faults.toString());
    }

    /** Of a run that is kept. */
    static String stored(Path folder) {
        return "replay: atoll replay " + quoted(folder.toString());
    }

    private String line(boolean keepsFaults, long seed) {
        List<String> words = new ArrayList<>();
        Iterator<String> each = given.iterator();
        while (each.hasNext()) {
            String word = each.next();
            String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            boolean isKept = keepsFaults && OF_FAULTS.contains(option);
            if (WITH_VALUE.contains(option) && !isKept) {
                if (option.equals(word) && each.hasNext()) {
                    each.next();
                }
            } else if (isKept || !WITHOUT_VALUE.contains(option)) {
                words.add(quoted(word));
            }
        }
        return "replay: atoll %s --seed 0x%x%s".formatted(String.join(" ", words), seed, against);
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:@%+=,-]+") ? word : "'" + word + "'";
    }
}
