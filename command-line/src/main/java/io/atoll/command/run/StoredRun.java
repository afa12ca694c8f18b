package io.atoll.command.run;

import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.cluster.simulated.trace.Checkpoints;
import io.atoll.cluster.simulated.trace.Checkpoints.Checkpoint;
import io.atoll.command.UsageException;
import io.atoll.coordinator.system.PpcPolicy;
import io.atoll.coordinator.system.Seed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A simulated run that was kept, as its folder tells it. Immutable. */
public final class StoredRun {
    private final Path folder;
    private final StoredConfiguration configuration;

    /** Null of a run that never came to its end. */
    private final StoredVerdict verdict;

    private StoredRun(Path folder, StoredConfiguration configuration, StoredVerdict verdict) {
        this.folder = folder;
        this.configuration = configuration;
        this.verdict = verdict;
    }

    /**
     * Reads a folder.
     *
     * @param version of this Atoll: another one may do something else in the same run
     * @throws UsageException with one sentence, if it holds no run that can be repeated
     */
    public static StoredRun read(Path folder, String version) {
        Path file = folder.resolve(RunDirectory.CONFIGURATION);
        if (!Files.exists(file)) {
            throw new UsageException(
                    "'%s' is no folder of a run: it has no %s"
                            .formatted(folder, RunDirectory.CONFIGURATION));
        }
        StoredConfiguration configuration = StoredConfiguration.read(file);
        checkRepeatable(folder, configuration, version);
        Path end = folder.resolve(RunDirectory.VERDICT);
        return new StoredRun(
                folder, configuration, Files.exists(end) ? StoredVerdict.read(end) : null);
    }

    private static void checkRepeatable(
            Path folder, StoredConfiguration configuration, String version) {
        if (!configuration.text("mode").equals("sim")) {
            throw new UsageException(
                    "the run in '%s' was on pinned cores, whose order nobody can repeat; only runs of 'atoll sim' can be replayed"
                            .formatted(folder));
        }
        String by = configuration.text("version");
        if (!by.equals(version)) {
            throw new UsageException(
                    "the run in '%s' was by Atoll %s, and this is %s: replay it with that one"
                            .formatted(folder, by, version));
        }
    }

    /** A key that every run has. */
    public String text(String key) {
        return configuration.text(key);
    }

    /** A list of texts; empty if there is none. */
    public List<String> texts(String key) {
        return configuration.texts(key);
    }

    public boolean isTrue(String key) {
        return configuration.isTrue(key);
    }

    public PpcPolicy ppc() {
        List<String> names =
                Arrays.stream(PpcPolicy.values())
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .toList();
        return PpcPolicy.valueOf(configuration.oneOf("ppc", names).toUpperCase(Locale.ROOT));
    }

    /**
     * What to load: the copy of the system in the folder, or, if it was a class of the class path,
     * that.
     */
    public String system() {
        String copy = text("files");
        return copy.isEmpty() ? text("system") : folder.resolve(copy).toString();
    }

    /** SHA-256 of the system's files; empty if none were kept. */
    public String descriptionHash() {
        return text("description");
    }

    /** How the run was run; with another host's patience. */
    public SimulatedRun.Options options(Duration timeout) {
        try {
            return new SimulatedRun.Options(
                    seed(),
                    costs(),
                    Until.parse("until", text("until")),
                    timeout,
                    isTrue("raw"),
                    configuration.oneOf("on-fault", List.of("fail", "continue")).equals("fail"),
                    false,
                    FaultPlan.parse(RunDirectory.CONFIGURATION, text("faults")));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(
                    "the run in '%s' cannot be repeated: %s".formatted(folder, wrong.getMessage()));
        }
    }

    private long seed() {
        String seed = text("seed");
        return Seed.parse(seed)
                .orElseThrow(
                        () ->
                                configuration.wrong(
                                        "seed", "cannot be '%s'; %s".formatted(seed, Seed.FORM)));
    }

    /** Value by value, so that no file and no preset is needed, or believed. */
    private CostModel costs() {
        return CostModel.parse(text("costs"), configuration.integers("cost"));
    }

    /** Why there is nothing to compare with; empty if there is. */
    public Optional<String> incomparable() {
        if (verdict == null) {
            return Optional.of("the run in '%s' never came to its end".formatted(folder));
        }
        return verdict.isByHost()
                ? Optional.of(
                        "the run in '%s' was ended from outside (exit code %d), so its end cannot be repeated"
                                .formatted(folder, verdict.code()))
                : Optional.empty();
    }

    /** Its exit code. */
    public int code() {
        return verdict.code();
    }

    /** Its verdict. */
    public String word() {
        return verdict.word();
    }

    public long eventCount() {
        return verdict.events();
    }

    public String eventHash() {
        return verdict.eventHash();
    }

    /** Where that run and another one went different ways first, as far as it was kept. */
    public String firstDifference(Checkpoints now) {
        Path file = folder.resolve(RunDirectory.EVENTS);
        try {
            List<Checkpoint> before =
                    Files.readAllLines(file).stream()
                            .filter(line -> !line.startsWith("#"))
                            .map(Checkpoint::parse)
                            .toList();
            return Checkpoints.firstDifference(before, now.all());
        } catch (IOException | IllegalArgumentException unreadable) {
            return "its events cannot be read any more (%s)".formatted(file);
        }
    }
}
