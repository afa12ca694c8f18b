package io.atoll.command.system;

import io.atoll.cluster.MachineConfig;
import io.atoll.command.UsageException;
import io.atoll.coordinator.system.Diagnostic;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a system, checks it against the machine it is to run on, and loads its programs. All that
 * is wrong is told, in file order, before anything is refused. Used by one thread, for one system.
 */
public final class SystemLoader {
    private final LoadOptions options;
    private final Remarks remarks;
    private final DescribedSystems described;
    private final JavaSystems java;

    /**
     * @param listener told every error, warning and note, in file order
     */
    public SystemLoader(LoadOptions options, Consumer<Diagnostic> listener) {
        this.options = options;
        remarks = new Remarks(listener);
        ClassLoader classes =
                new URLClassLoader(
                        options.searchPath().stream().map(SystemLoader::url).toArray(URL[]::new),
                        SystemLoader.class.getClassLoader());
        described = new DescribedSystems(options, remarks, classes);
        java = new JavaSystems(options, remarks, classes, described);
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible); // a path of the default file system
        }
    }

    public long errorCount() {
        return remarks.errorCount();
    }

    public long warningCount() {
        return remarks.warningCount();
    }

    /**
     * Loads what a person calls SYSTEM.
     *
     * @return empty if there were errors
     * @throws UsageException if there is no such thing
     */
    public Optional<LoadedSystem> load(String argument) {
        try (SystemLocator locator = new SystemLocator()) {
            SystemLocator.Found found = locator.find(argument);
            if (options.isForMicrokit() && !(found instanceof SystemLocator.Found.Description)) {
                throw new UsageException(
                        "'%s' is a Java class; the Microkit tool reads system files"
                                .formatted(argument));
            }
            Optional<LoadedSystem> loaded = load(found);
            loaded.ifPresent(SystemLoader::checkCores);
            return loaded.isEmpty() ? loaded : Optional.of(withFiles(found, loaded.get()));
        } catch (IOException unreadable) {
            throw new UsageException(
                    "'%s' cannot be read: %s".formatted(argument, unreadable.getMessage()));
        }
    }

    private static void checkCores(LoadedSystem loaded) {
        int cores =
                loaded.workload().clusters().stream().mapToInt(each -> each.cores().size()).sum();
        if (cores > MachineConfig.MAX_CORES) {
            throw new UsageException(
                    "'%s' would run on %d cores of this topology; a machine can have at most %d"
                            .formatted(loaded.workload().name(), cores, MachineConfig.MAX_CORES));
        }
    }

    private Optional<LoadedSystem> load(SystemLocator.Found found) throws IOException {
        return switch (found) {
            case SystemLocator.Found.Description it -> described.ofFile(it.file());
            case SystemLocator.Found.Source it -> java.ofSource(it.file());
            case SystemLocator.Found.Named it -> java.named(it.className());
        };
    }

    /** Examples are gone from their temporary folder before anybody can want their files. */
    private LoadedSystem withFiles(SystemLocator.Found found, LoadedSystem loaded)
            throws IOException {
        return switch (found) {
            case SystemLocator.Found.Description it ->
                    loaded.withFiles(
                            SystemFiles.ofDescription(
                                    it.file(),
                                    loaded.workload().plan().orElseThrow().description(),
                                    loaded.settings(),
                                    options.filesBeside(it.file())));
            case SystemLocator.Found.Source it -> loaded.withFiles(SystemFiles.ofSource(it.file()));
            case SystemLocator.Found.Named _ -> loaded;
        };
    }
}
