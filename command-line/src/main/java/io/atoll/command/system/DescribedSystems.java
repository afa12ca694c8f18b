package io.atoll.command.system;

import io.atoll.coordinator.Coordinator;
import io.atoll.coordinator.SystemPlan;
import io.atoll.coordinator.system.AtollToml;
import io.atoll.coordinator.system.Diagnostic;
import io.atoll.coordinator.system.MemoryRegion;
import io.atoll.coordinator.system.Parsed;
import io.atoll.coordinator.system.Position;
import io.atoll.coordinator.system.ProgramLoader;
import io.atoll.coordinator.system.ProtectionDomain;
import io.atoll.coordinator.system.SearchPath;
import io.atoll.coordinator.system.SystemDescription;
import io.atoll.coordinator.system.SystemFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Systems that have a description: its programs are found and loaded, and it becomes a plan. */
final class DescribedSystems {
    private final LoadOptions options;
    private final Remarks remarks;
    private final ClassLoader classes;

    DescribedSystems(LoadOptions options, Remarks remarks, ClassLoader classes) {
        this.options = options;
        this.remarks = remarks;
        this.classes = classes;
    }

    /** A system file. */
    Optional<LoadedSystem> ofFile(Path file) throws IOException {
        SearchPath files = options.filesBeside(file);
        Optional<AtollToml> settings =
                new SettingsReader(options.settings(), remarks)
                        .ofFolder(files.folders().getFirst());
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        EmulatedMachine machine = options.machines().apply(settings.get().machine());
        return remarks.accept(SystemFile.read(file, options.checks(settings.get(), machine, files)))
                .flatMap(read -> planned(file.toString(), read, machine, files, settings.get()));
    }

    /** A description that was checked. */
    Optional<LoadedSystem> planned(
            String fileName,
            SystemDescription description,
            EmulatedMachine machine,
            SearchPath files,
            AtollToml settings) {
        List<Diagnostic> wrong = new ArrayList<>();
        Parsed<Map<String, Class<?>>> loaded =
                programs(files, settings).load(fileName, description);
        Optional<Map<String, Class<?>>> programs =
                loaded.hasErrors() ? Optional.empty() : Optional.of(loaded.value());
        wrong.addAll(loaded.diagnostics());
        programs.ifPresent(
                found -> wrong.addAll(DomainChecks.runnable(fileName, description, found)));
        inFileOrder(fileName, wrong).forEach(remarks::tell);
        return remarks.errorCount() > 0
                ? Optional.empty()
                : Optional.of(
                        system(description, machine, files, programs.orElseThrow(), settings));
    }

    /** What finds the classes of a description's programs. */
    ProgramLoader programs(SearchPath files, AtollToml settings) {
        ProgramLoader loader = new ProgramLoader(files, settings.images(), classes);
        return options.hasPreemption(settings) ? loader.withPreemption() : loader;
    }

    /** A description whose programs were loaded. */
    LoadedSystem system(
            SystemDescription description,
            EmulatedMachine machine,
            SearchPath files,
            Map<String, Class<?>> programs,
            AtollToml settings) {
        return new LoadedSystem(
                workload(description, machine, files, programs),
                machine,
                settings,
                options.hasPreemption(settings));
    }

    /**
     * Those of the description by their places, then those of other files. A note stays behind what
     * it belongs to: it has the same place, and the sort is stable.
     */
    private static List<Diagnostic> inFileOrder(String fileName, List<Diagnostic> mixed) {
        return mixed.stream()
                .sorted(
                        Comparator.comparing((Diagnostic each) -> !each.file().equals(fileName))
                                .thenComparing(
                                        each ->
                                                each.file().equals(fileName)
                                                        ? each.position()
                                                        : Position.NONE))
                .toList();
    }

    private static Workload workload(
            SystemDescription description,
            EmulatedMachine machine,
            SearchPath files,
            Map<String, Class<?>> classes) {
        List<UsedCluster> clusters =
                UsedCluster.of(
                        machine.clustering(),
                        description.allProtectionDomains().stream()
                                .map(ProtectionDomain::cpu)
                                .toList());
        SystemPlan plan =
                new SystemPlan(
                        description,
                        new TopologyCores(
                                machine.clustering(),
                                clusters.stream().map(UsedCluster::index).toList()),
                        clusters.size(),
                        classes,
                        prefills(description, files));
        return new Workload(
                description.name(),
                clusters,
                plan.sharedRegions(),
                (_, bootInfo) -> new Coordinator(plan, bootInfo),
                plan.domains().stream().map(ProtectionDomain::name).toList(),
                Optional.of(plan));
    }

    private static Map<String, byte[]> prefills(SystemDescription description, SearchPath files) {
        Map<String, byte[]> contents = new HashMap<>();
        for (MemoryRegion region : description.memoryRegions()) {
            if (!region.prefillPath().isEmpty()) {
                contents.put(region.name(), read(files.find(region.prefillPath()).orElseThrow()));
            }
        }
        return contents;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
