package io.atoll.command.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.cluster.simulated.trace.Checkpoints;
import io.atoll.cluster.simulated.trace.Checkpoints.Checkpoint;
import io.atoll.command.UsageException;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A simulated run that was kept, as its folder tells it. Immutable. */
public final class StoredRun {
    private final Path folder;
    private final TomlParseResult configuration;

    /** Null of a run that never came to its end. */
    private final JsonNode verdict;

    private StoredRun(Path folder, TomlParseResult configuration, JsonNode verdict) {
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
        try {
            TomlParseResult configuration = Toml.parse(Files.readString(file));
            if (configuration.hasErrors()) {
                throw new UsageException(
                        "'%s' cannot be read: %s"
                                .formatted(file, configuration.errors().getFirst().getMessage()));
            }
            Path end = folder.resolve(RunDirectory.VERDICT);
            StoredRun run =
                    new StoredRun(
                            folder,
                            configuration,
                            Files.exists(end) ? new ObjectMapper().readTree(end.toFile()) : null);
            run.checkRepeatable(version);
            return run;
        } catch (IOException unreadable) {
            throw new UsageException(
                    "'%s' cannot be read: %s".formatted(folder, unreadable.getMessage()));
        }
    }

    private void checkRepeatable(String version) {
        if (!text("mode").equals("sim")) {
            throw new UsageException(
                    "the run in '%s' was on pinned cores, whose order nobody can repeat; only runs of 'atoll sim' can be replayed"
                            .formatted(folder));
        }
        if (!text("version").equals(version)) {
            throw new UsageException(
                    "the run in '%s' was by Atoll %s, and this is %s: replay it with that one"
                            .formatted(folder, text("version"), version));
        }
    }

    /** A key that every run has. */
    public String text(String key) {
        Object value = configuration.get(List.of(key));
        if (value == null) {
            throw new UsageException(
                    "'%s' does not say '%s', so the run cannot be repeated"
                            .formatted(folder.resolve(RunDirectory.CONFIGURATION), key));
        }
        return value.toString();
    }

    /** A list of texts; empty if there is none. */
    public List<String> texts(String key) {
        TomlArray all = configuration.getArray(List.of(key));
        return all == null ? List.of() : all.toList().stream().map(Object::toString).toList();
    }

    public boolean isTrue(String key) {
        return Boolean.parseBoolean(text(key));
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
                    Long.parseUnsignedLong(text("seed").replaceFirst("^0x", ""), 16),
                    costs(),
                    Until.parse(text("until")),
                    timeout,
                    isTrue("raw"),
                    text("on-fault").equals("fail"),
                    false,
                    FaultPlan.parse(RunDirectory.CONFIGURATION, text("faults")));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(
                    "the run in '%s' cannot be repeated: %s".formatted(folder, wrong.getMessage()));
        }
    }

    /** Value by value, so that no file and no preset is needed, or believed. */
    private CostModel costs() {
        TomlTable costs = configuration.getTable("cost");
        StringBuilder lines = new StringBuilder();
        if (costs != null) {
            costs.keySet()
                    .forEach(
                            key ->
                                    lines.append(key)
                                            .append(" = ")
                                            .append(costs.get(List.of(key)))
                                            .append('\n'));
        }
        return CostModel.parse(text("costs"), lines.toString());
    }

    /** Why there is nothing to compare with; empty if there is. */
    public Optional<String> incomparable() {
        if (verdict == null || !verdict.has("eventHash")) {
            return Optional.of("the run in '%s' never came to its end".formatted(folder));
        }
        int code = code();
        return verdict.path("endedByHost").asBoolean()
                ? Optional.of(
                        "the run in '%s' was ended from outside (exit code %d), so its end cannot be repeated"
                                .formatted(folder, code))
                : Optional.empty();
    }

    /** Its exit code. */
    public int code() {
        return verdict.get("code").asInt();
    }

    /** Its verdict. */
    public String word() {
        return verdict.get("verdict").asText();
    }

    public long eventCount() {
        return verdict.get("events").asLong();
    }

    public String eventHash() {
        return verdict.get("eventHash").asText();
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
