package io.atoll.command.system;

import io.atoll.cluster.InitialTask;
import io.atoll.command.UsageException;
import io.atoll.coordinator.Coordinator;
import io.atoll.coordinator.SystemPlan;
import io.atoll.coordinator.microkit.PdPrograms;
import io.atoll.coordinator.system.AtollToml;
import io.atoll.coordinator.system.CheckOptions;
import io.atoll.coordinator.system.Diagnostic;
import io.atoll.coordinator.system.MemoryRegion;
import io.atoll.coordinator.system.Parsed;
import io.atoll.coordinator.system.Position;
import io.atoll.coordinator.system.PpcPolicy;
import io.atoll.coordinator.system.ProgramImage;
import io.atoll.coordinator.system.ProgramLoader;
import io.atoll.coordinator.system.ProtectionDomain;
import io.atoll.coordinator.system.Rule;
import io.atoll.coordinator.system.SearchPath;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.system.SystemDefinition;
import io.atoll.coordinator.system.SystemDescription;
import io.atoll.coordinator.system.SystemFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads a system, checks it against the machine it is to run on, and loads its programs. All that
 * is wrong is told, in file order, before anything is refused. Used by one thread.
 */
public final class SystemLoader {
    private final Function<AtollToml.Machine, EmulatedMachine> machines;
    private final PpcPolicy ppcPolicy;
    private final List<Path> searchPath;
    private final Consumer<Diagnostic> remarks;
    private final ClassLoader classes;
    private boolean preemption;
    private long errors;
    private long warnings;

    /**
     * @param machines chooses the machine, given what {@code atoll.toml} wishes
     * @param searchPath further folders in which programs and classes are looked for, and jars
     * @param remarks told every error, warning and note, in file order
     */
    public SystemLoader(
            Function<AtollToml.Machine, EmulatedMachine> machines,
            PpcPolicy ppcPolicy,
            List<Path> searchPath,
            Consumer<Diagnostic> remarks) {
        this.machines = machines;
        this.ppcPolicy = ppcPolicy;
        this.searchPath = List.copyOf(searchPath);
        this.remarks = remarks;
        this.classes =
                new URLClassLoader(
                        searchPath.stream().map(SystemLoader::url).toArray(URL[]::new),
                        SystemLoader.class.getClassLoader());
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible); // a path of the default file system
        }
    }

    /** Programs get preemption points when they are loaded, whatever {@code atoll.toml} says. */
    public SystemLoader withPreemption() {
        preemption = true;
        return this;
    }

    /** A system, and the machine it was checked against. */
    public record Loaded(Workload workload, EmulatedMachine machine) {}

    public long errorCount() {
        return errors;
    }

    public long warningCount() {
        return warnings;
    }

    /**
     * Loads what a person calls SYSTEM.
     *
     * @return empty if there were errors
     * @throws UsageException if there is no such thing
     */
    public Optional<Loaded> load(String argument) {
        try (SystemLocator locator = new SystemLocator()) {
            return switch (locator.find(argument)) {
                case SystemLocator.Found.Description found -> description(found.file());
                case SystemLocator.Found.Source found -> source(found.file());
                case SystemLocator.Found.Named found -> named(found.className());
            };
        } catch (IOException unreadable) {
            throw new UsageException(
                    "'%s' cannot be read: %s".formatted(argument, unreadable.getMessage()));
        }
    }

    private Optional<Loaded> description(Path file) throws IOException {
        SearchPath files = SearchPath.beside(file, searchPath.toArray(Path[]::new));
        Optional<AtollToml> settings = accept(AtollToml.readFrom(files.folders().getFirst()));
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        withoutEffect(settings.get(), files.folders().getFirst());
        EmulatedMachine machine = machines.apply(settings.get().machine());
        preemption |= settings.get().machine().preempt().orElse(false);
        CheckOptions options =
                new CheckOptions(new TopologyCores(machine.clustering()), ppcPolicy, files);
        return accept(SystemFile.read(file, options))
                .flatMap(
                        read ->
                                planned(
                                        file.toString(),
                                        read,
                                        machine,
                                        files,
                                        settings.get().images()));
    }

    /** Whoever sets something is told if it changes nothing. */
    private void withoutEffect(AtollToml settings, Path folder) {
        if (!settings.link().equals(AtollToml.EMPTY.link()) || !settings.links().isEmpty()) {
            warn(folder, "[link] has no effect yet: rings hold 256 messages of 64 bytes");
        }
        if (!settings.coordinator().equals(AtollToml.EMPTY.coordinator())) {
            warn(folder, "[coordinator] has no effect yet: each runs on its cluster's first core");
        }
    }

    private void warn(Path folder, String message) {
        tell(
                new Diagnostic(
                        folder.resolve(AtollToml.FILE_NAME).toString(),
                        Position.NONE.row(),
                        Position.NONE.column(),
                        Diagnostic.Severity.WARNING,
                        message,
                        "",
                        Rule.W_NO_MEANING));
    }

    /** A source on its own: an initial task, a definition, or a program to run alone. */
    private Optional<Loaded> source(Path file) throws IOException {
        SearchPath files = SearchPath.beside(file, searchPath.toArray(Path[]::new));
        Optional<AtollToml> settings = accept(AtollToml.readFrom(files.folders().getFirst()));
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        EmulatedMachine machine = machines.apply(settings.get().machine());
        String fileName = file.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - ".java".length());
        SystemBuilder alone =
                SystemBuilder.named(name).protectionDomain(name, pd -> pd.programImage(fileName));
        CheckOptions options =
                new CheckOptions(new TopologyCores(machine.clustering()), ppcPolicy, files);
        SystemDescription description = alone.check(options).orThrow();
        return accept(loader(files, Map.of()).load(file.toString(), description))
                .flatMap(classes -> ofClass(name, classes.get(name), machine, files, description));
    }

    private Optional<Loaded> named(String className) {
        Class<?> type;
        try {
            type = Class.forName(className, true, classes);
        } catch (ClassNotFoundException | LinkageError missing) {
            throw new UsageException(
                    "there is no class '%s' on the class path; --search-path adds to it"
                            .formatted(className));
        }
        EmulatedMachine machine = machines.apply(AtollToml.EMPTY.machine());
        SearchPath files = new SearchPath(searchPath);
        String name = type.getSimpleName();
        SystemBuilder alone =
                SystemBuilder.named(name)
                        .protectionDomain(name, pd -> pd.programImage("java:" + className));
        CheckOptions options =
                new CheckOptions(new TopologyCores(machine.clustering()), ppcPolicy, files);
        SystemDescription description = alone.check(options).orThrow();
        if (preemption && PdPrograms.isProgram(type)) {
            return accept(loader(files, Map.of()).load(className, description))
                    .flatMap(
                            classes ->
                                    ofClass(name, classes.get(name), machine, files, description));
        }
        return ofClass(name, type, machine, files, description);
    }

    private Optional<Loaded> ofClass(
            String name,
            Class<?> type,
            EmulatedMachine machine,
            SearchPath files,
            SystemDescription alone) {
        if (InitialTask.class.isAssignableFrom(type)) {
            if (preemption) {
                throw new UsageException(
                        "class '%s' is an initial task; preemption points are put only into programs of protection domains"
                                .formatted(type.getName()));
            }
            return Optional.of(
                    new Loaded(raw(name, machine, (InitialTask) instance(type)), machine));
        }
        if (SystemDefinition.class.isAssignableFrom(type)) {
            SystemDefinition definition = (SystemDefinition) instance(type);
            CheckOptions options =
                    new CheckOptions(new TopologyCores(machine.clustering()), ppcPolicy, files);
            return accept(definition.describe().check(options))
                    .flatMap(read -> planned(type.getName(), read, machine, files, Map.of()));
        }
        if (!PdPrograms.isProgram(type)) {
            throw new UsageException(
                    "class '%s' is nothing to run: it implements none of InitialTask, SystemDefinition, Handler, DirectProgram and StackfulProgram"
                            .formatted(type.getName()));
        }
        return Optional.of(
                new Loaded(workload(alone, machine, files, Map.of(name, type)), machine));
    }

    private static Object instance(Class<?> type) {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException refused) {
            throw new UsageException(
                    "class '%s' cannot be instantiated: it needs a constructor without parameters (%s)"
                            .formatted(type.getName(), refused));
        }
    }

    /** An initial task of the user's own, in every cluster. */
    private static Workload raw(String name, EmulatedMachine machine, InitialTask task) {
        return new Workload(
                name,
                IntStream.range(0, machine.clustering().clusterCount()).boxed().toList(),
                List.of(),
                task,
                List.of(name),
                Optional.empty());
    }

    private Optional<Loaded> planned(
            String fileName,
            SystemDescription description,
            EmulatedMachine machine,
            SearchPath files,
            Map<String, String> images) {
        List<Diagnostic> remarksOnDomains = onBootCores(fileName, description, machine);
        Parsed<Map<String, Class<?>>> loaded = loader(files, images).load(fileName, description);
        Optional<Map<String, Class<?>>> classes =
                loaded.hasErrors() ? Optional.empty() : Optional.of(loaded.value());
        remarksOnDomains.addAll(loaded.diagnostics());
        classes.ifPresent(found -> remarksOnDomains.addAll(runnable(fileName, description, found)));
        inFileOrder(fileName, remarksOnDomains).forEach(this::tell);
        return errors > 0
                ? Optional.empty()
                : Optional.of(
                        new Loaded(
                                workload(description, machine, files, classes.orElseThrow()),
                                machine));
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

    private ProgramLoader loader(SearchPath files, Map<String, String> images) {
        ProgramLoader loader = new ProgramLoader(files, images, classes);
        return preemption ? loader.withPreemption() : loader;
    }

    /** A kernel image runs on one core so far, the first of its cluster. */
    private static List<Diagnostic> onBootCores(
            String fileName, SystemDescription description, EmulatedMachine machine) {
        List<Diagnostic> wrong = new ArrayList<>();
        for (ProtectionDomain domain : description.allProtectionDomains()) {
            int boot =
                    machine.clustering()
                            .coresOf(machine.clustering().clusterOf(domain.cpu()))
                            .getFirst();
            if (domain.cpu() != boot) {
                wrong.add(
                        new Diagnostic(
                                fileName,
                                domain.position().row(),
                                domain.position().column(),
                                Diagnostic.Severity.ERROR,
                                ("'%s' is on cpu %d, which shares a cluster with cpu %d; an image"
                                                + " runs on one core so far: use cpu %d, or"
                                                + " --cluster-by core")
                                        .formatted(domain.name(), domain.cpu(), boot, boot),
                                "protection_domain",
                                Rule.E_CPU));
            }
        }
        return wrong;
    }

    private static List<Diagnostic> runnable(
            String fileName, SystemDescription description, Map<String, Class<?>> classes) {
        List<Diagnostic> wrong = new ArrayList<>();
        for (ProtectionDomain domain : description.allProtectionDomains()) {
            Class<?> type = classes.get(domain.name());
            if (!PdPrograms.isProgram(type)) {
                ProgramImage image = domain.programImage();
                wrong.add(
                        new Diagnostic(
                                fileName,
                                image.position().row(),
                                image.position().column(),
                                Diagnostic.Severity.ERROR,
                                "class '%s' implements none of Handler, DirectProgram and StackfulProgram"
                                        .formatted(type.getName()),
                                "program_image",
                                Rule.E_IMAGE_CLASS));
            }
        }
        return wrong;
    }

    private static Workload workload(
            SystemDescription description,
            EmulatedMachine machine,
            SearchPath files,
            Map<String, Class<?>> classes) {
        TreeSet<Integer> used = new TreeSet<>();
        for (ProtectionDomain domain : description.allProtectionDomains()) {
            used.add(machine.clustering().clusterOf(domain.cpu()));
        }
        List<Integer> clusters = new ArrayList<>(used);
        SystemPlan plan =
                new SystemPlan(
                        description,
                        new TopologyCores(machine.clustering(), clusters),
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

    private <T> Optional<T> accept(Parsed<T> parsed) {
        parsed.diagnostics().forEach(this::tell);
        return parsed.hasErrors() ? Optional.empty() : Optional.ofNullable(parsed.value());
    }

    private void tell(Diagnostic remark) {
        switch (remark.severity()) {
            case ERROR -> errors++;
            case WARNING -> warnings++;
            case NOTE -> {
                // belongs to what was counted before it
            }
        }
        remarks.accept(remark);
    }
}
