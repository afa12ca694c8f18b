package io.atoll.command.system;

import io.atoll.cluster.InitialTask;
import io.atoll.command.UsageException;
import io.atoll.coordinator.microkit.PdPrograms;
import io.atoll.coordinator.system.AtollToml;
import io.atoll.coordinator.system.Parsed;
import io.atoll.coordinator.system.SearchPath;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.system.SystemDefinition;
import io.atoll.coordinator.system.SystemDescription;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Systems that are a Java class, compiled or in source: an initial task, a definition, or a program
 * to run alone.
 */
final class JavaSystems {
    private final LoadOptions options;
    private final Remarks remarks;
    private final ClassLoader classes;
    private final DescribedSystems described;

    JavaSystems(
            LoadOptions options, Remarks remarks, ClassLoader classes, DescribedSystems described) {
        this.options = options;
        this.remarks = remarks;
        this.classes = classes;
        this.described = described;
    }

    /** A source on its own. */
    Optional<LoadedSystem> ofSource(Path file) throws IOException {
        SearchPath files = options.filesBeside(file);
        Optional<AtollToml> settings =
                new SettingsReader(options.settings(), remarks)
                        .ofFolder(files.folders().getFirst());
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        String fileName = file.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - ".java".length());
        Alone alone = new Alone(name, fileName, files, settings.get());
        return remarks.accept(alone.programs(file.toString()))
                .flatMap(loaded -> ofClass(loaded.get(name), alone));
    }

    /** A class by name. */
    Optional<LoadedSystem> named(String className) {
        Class<?> type;
        try {
            type = Class.forName(className, true, classes);
        } catch (ClassNotFoundException | LinkageError missing) {
            throw new UsageException(
                    "there is no class '%s' on the class path; --search-path adds to it"
                            .formatted(className));
        }
        Optional<AtollToml> settings =
                new SettingsReader(options.settings(), remarks).withoutFile();
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        String name = type.getSimpleName();
        Alone alone =
                new Alone(
                        name,
                        "java:" + className,
                        new SearchPath(options.searchPath()),
                        settings.get());
        if (options.hasPreemption(settings.get()) && PdPrograms.isProgram(type)) {
            return remarks.accept(alone.programs(className))
                    .flatMap(loaded -> ofClass(loaded.get(name), alone));
        }
        return ofClass(type, alone);
    }

    /** A class that is looked at as if it were the only program of a system. */
    private final class Alone {
        final String name;
        final SearchPath files;
        final AtollToml settings;
        final EmulatedMachine machine;
        final SystemDescription description;

        Alone(String name, String image, SearchPath files, AtollToml settings) {
            this.name = name;
            this.files = files;
            this.settings = settings;
            machine = options.machines().apply(settings.machine());
            description =
                    SystemBuilder.named(name)
                            .protectionDomain(name, pd -> pd.programImage(image))
                            .check(options.checks(settings, machine, files))
                            .orThrow();
        }

        Parsed<Map<String, Class<?>>> programs(String fileName) {
            return described.programs(files, settings).load(fileName, description);
        }
    }

    private Optional<LoadedSystem> ofClass(Class<?> type, Alone alone) {
        if (InitialTask.class.isAssignableFrom(type)) {
            return Optional.of(initialTask(type, alone));
        }
        if (SystemDefinition.class.isAssignableFrom(type)) {
            SystemDefinition definition = (SystemDefinition) instance(type);
            return remarks.accept(
                            definition
                                    .describe()
                                    .check(
                                            options.checks(
                                                    alone.settings, alone.machine, alone.files)))
                    .flatMap(read -> defined(type, read, alone));
        }
        if (!PdPrograms.isProgram(type)) {
            throw new UsageException(
                    "class '%s' is nothing to run: it implements none of InitialTask, SystemDefinition, Handler, DirectProgram and StackfulProgram"
                            .formatted(type.getName()));
        }
        return Optional.of(
                described.system(
                        alone.description,
                        alone.machine,
                        alone.files,
                        Map.of(alone.name, type),
                        alone.settings));
    }

    /** Its programs may be classes beside it, which only its own loader knows. */
    private Optional<LoadedSystem> defined(
            Class<?> type, SystemDescription description, Alone alone) {
        ClassLoader own = type.getClassLoader();
        boolean isOfAtoll = own == JavaSystems.class.getClassLoader();
        return new DescribedSystems(options, remarks, isOfAtoll ? classes : own)
                .planned(type.getName(), description, alone.machine, alone.files, alone.settings);
    }

    private LoadedSystem initialTask(Class<?> type, Alone alone) {
        if (options.hasPreemption(alone.settings)) {
            throw new UsageException(
                    "class '%s' is an initial task; preemption points are put only into programs of protection domains"
                            .formatted(type.getName()));
        }
        return new LoadedSystem(
                raw(alone.name, alone.machine, (InitialTask) instance(type)),
                alone.machine,
                alone.settings,
                false);
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
                UsedCluster.all(machine.clustering()),
                List.of(),
                task,
                List.of(name),
                Optional.empty());
    }
}
