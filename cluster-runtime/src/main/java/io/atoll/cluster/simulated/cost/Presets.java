package io.atoll.cluster.simulated.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The cost files that come with Atoll: whole models, and parts for others to include. */
public final class Presets {
    private static final List<String> MACHINES =
            List.of(
                    "mail",
                    "mail-low",
                    "mail-high",
                    "knl-7210",
                    "m1pro",
                    "kunpeng920",
                    "graviton3",
                    "zen3-5950x",
                    "2x-epyc-7742",
                    "epyc-7r13",
                    "xeon-8275cl",
                    "xeon-8375c",
                    "xeon-2680v4",
                    "sparc-t4",
                    "power7",
                    "odroid-c4");

    private static final List<String> MITIGATIONS =
            List.of("none", "kpti", "kpti-nopcid", "ibrs-entry", "skim-window");

    private static final List<String> PATHS =
            List.of(
                    "paths-mail",
                    "paths-skylake",
                    "paths-skylake-skim",
                    "paths-tx1",
                    "paths-odroid-c2");

    private static final List<String> PARTS =
            Stream.of(MITIGATIONS, PATHS, List.of("unpublished")).flatMap(List::stream).toList();

    private Presets() {}

    /** Whole models, each of a machine. */
    public static List<String> machines() {
        return MACHINES;
    }

    /** What they can be combined with: what kernel entries cost more than in the model. */
    public static List<String> mitigations() {
        return MITIGATIONS;
    }

    /** What they can be combined with: kernel paths of another processor. */
    public static List<String> paths() {
        return PATHS;
    }

    /** Everything that can be asked for by name. */
    public static List<String> all() {
        return Stream.concat(MACHINES.stream(), PARTS.stream()).toList();
    }

    static boolean exists(String name) {
        return MACHINES.contains(name) || PARTS.contains(name);
    }

    /** The file, with its remarks: where the numbers are from. */
    public static String text(String name) {
        if (!exists(name)) {
            throw new IllegalArgumentException(
                    "there is no cost model '%s'; there is %s"
                            .formatted(name, String.join(", ", MACHINES)));
        }
        try (InputStream in = Presets.class.getResourceAsStream(name + ".costs")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What it is, in a line: the file's first. */
    public static String title(String name) {
        return text(name).lines().findFirst().orElseThrow().replaceFirst("# *", "");
    }
}
