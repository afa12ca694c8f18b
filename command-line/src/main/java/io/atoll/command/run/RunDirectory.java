package io.atoll.command.run;

import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.cluster.topology.TopologyXml;
import io.atoll.command.Json;
import io.atoll.command.UsageException;
import io.atoll.command.system.LoadedSystem;
import io.atoll.coordinator.SystemPlan;
import io.atoll.coordinator.system.SystemXml;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept of a run: {@code .atoll/runs/TIME-NAME/}, with a link {@code latest} to it. Files:
 *
 * <pre>
 * config.resolved.toml   all that the run depends on, defaults included
 * system/                what the system was read from: description, settings, programs
 * system.resolved.xml    the description after its checks
 * topology.xml           the machine and its clusters, for hwloc
 * report.txt             clusters, domains, regions, channels
 * console.log            what the guests printed, with seconds since the start
 * atoll.log              what Atoll itself said
 * faults.txt             of a simulated run, what went wrong on purpose, for --faults @FILE
 * shrunk/                of a failed one, the smallest run that fails the same way: all of this again
 * messages.svg           of a simulated run, its last messages and doorbells as a picture
 * trace.json             of a failed one, its last events for Perfetto
 * events.txt             of a simulated run, a hash at its events or at some of them, to compare with
 * history.jsonl          operations that programs recorded; only if they did
 * stats.txt, stats.json  what was counted and measured, with units
 * verdict.json           verdict, code, reason, wall seconds; of a simulated run also seed, hash, replay
 * </pre>
 */
public final class RunDirectory {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    static final String CONFIGURATION = "config.resolved.toml";
    static final String VERDICT = "verdict.json";
    static final String EVENTS = "events.txt";

    /** Below it lies a copy of what the system was read from. */
    public static final String SYSTEM = "system";

    private static final String FAULTS = "faults.txt";

    private final Path folder;

    private RunDirectory(Path folder) {
        this.folder = folder;
    }

    /** A new directory below {@code .atoll/runs} of the current folder. */
    public static RunDirectory create(String systemName) {
        Path runs = Path.of(".atoll", "runs");
        try {
            Files.createDirectories(runs);
            RunDirectory made = new RunDirectory(unique(runs, systemName));
            link(runs, "latest", made.folder);
            link(runs, "current", made.folder);
            return made;
        } catch (IOException failed) {
            throw new UsageException(
                    "cannot write into '%s' (%s); use --out DIR or --no-store"
                            .formatted(runs, failed.getMessage()));
        }
    }

    /** That folder, which must be new or empty. */
    public static RunDirectory at(Path folder) {
        try {
            Files.createDirectories(folder);
            try (var files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new UsageException(
                            "'%s' is not empty; --out needs a new or an empty folder"
                                    .formatted(folder));
                }
            }
            return new RunDirectory(folder);
        } catch (IOException failed) {
            throw new UsageException(
                    "cannot write into '%s': %s".formatted(folder, failed.getMessage()));
        }
    }

    /** Two runs in one second get different folders. */
    private static Path unique(Path runs, String systemName) throws IOException {
        String name =
                LocalDateTime.now().format(TIME)
                        + "-"
                        + systemName.replaceAll("[^A-Za-z0-9._-]", "_");
        for (int i = 1; ; i++) {
            try {
                return Files.createDirectory(runs.resolve(i == 1 ? name : name + "-" + i));
            } catch (FileAlreadyExistsException _) {
                // the next number
            }
        }
    }

    private static void link(Path runs, String name, Path target) throws IOException {
        Path link = runs.resolve(name);
        Path made = Files.createTempDirectory(runs, ".link").resolve(name);
        try {
            Files.createSymbolicLink(made, target.getFileName());
            Files.move(made, link, StandardCopyOption.ATOMIC_MOVE);
        } catch (UnsupportedOperationException _) {
            // a file system without links has no 'latest'; the folder itself is there
        } finally {
            Files.deleteIfExists(made);
            Files.delete(made.getParent());
        }
    }

    public Path folder() {
        return folder;
    }

    /** What is known before the run. */
    public void begin(LoadedSystem system, ResolvedConfiguration configuration) throws IOException {
        write(CONFIGURATION, configuration.toToml());
        if (system.files().isPresent()) {
            system.files().get().writeTo(folder.resolve(SYSTEM));
        }
        write("topology.xml", TopologyXml.of(system.machine().clustering()));
        if (system.workload().plan().isPresent()) {
            SystemPlan plan = system.workload().plan().get();
            write("system.resolved.xml", SystemXml.write(plan.description()));
            write("report.txt", SystemReport.of(system, plan));
        }
    }

    /** What went wrong on purpose, as {@code --faults @FILE} reads it; nothing if nothing did. */
    public void faults(FaultPlan happened) throws IOException {
        if (!happened.items().isEmpty()) {
            write(FAULTS, String.join("\n", happened.items()) + "\n");
        }
    }

    /** How it ended. */
    public void end(Verdict verdict, FinishedRun run, List<String> messages) throws IOException {
        writeLines("console.log", run.log());
        writeLines("atoll.log", messages);
        write("stats.txt", run.statistics().toText());
        write("stats.json", run.statistics().toJson());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verdict", verdict.word());
        json.put("code", verdict.code());
        json.put("reason", verdict.reason());
        json.put("wallSeconds", run.wallNanos() / 1e9);
        json.putAll(run.facts());
        write(VERDICT, Json.text(json));
        for (Map.Entry<String, String> file : run.files(verdict).entrySet()) {
            write(file.getKey(), file.getValue());
        }
    }

    private void writeLines(String name, List<String> lines) throws IOException {
        write(name, String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
