package io.atoll.command.system;

import io.atoll.coordinator.system.AtollToml;
import io.atoll.coordinator.system.CheckOptions;
import io.atoll.coordinator.system.PpcPolicy;
import io.atoll.coordinator.system.SearchPath;
import io.atoll.coordinator.system.Setting;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that loading depends on besides the system itself. Immutable.
 *
 * @param machines chooses the machine, given what the settings wish
 * @param ppcPolicy whether protected calls may cross clusters; empty for what the settings say
 * @param searchPath further folders in which programs and classes are looked for, and jars
 * @param settings keys of {@code atoll.toml} given elsewhere, which count more than the file
 * @param preemption whether programs get preemption points; empty for what the settings say
 * @param isForMicrokit whether system files must be such as the Microkit tool accepts, too
 */
public record LoadOptions(
        Function<AtollToml.Machine, EmulatedMachine> machines,
        Optional<PpcPolicy> ppcPolicy,
        List<Path> searchPath,
        List<Setting> settings,
        Optional<Boolean> preemption,
        boolean isForMicrokit) {
    public LoadOptions {
        searchPath = List.copyOf(searchPath);
        settings = List.copyOf(settings);
    }

    boolean hasPreemption(AtollToml file) {
        return preemption.or(file.machine()::preempt).orElse(false);
    }

    SearchPath filesBeside(Path file) {
        return SearchPath.beside(file, searchPath.toArray(Path[]::new));
    }

    /** What counts of what was given and what the settings say. */
    public static PpcPolicy ppc(Optional<PpcPolicy> given, AtollToml file) {
        return given.or(file.machine()::ppc).orElse(PpcPolicy.STRICT);
    }

    CheckOptions checks(AtollToml file, EmulatedMachine machine, SearchPath files) {
        return new CheckOptions(
                new TopologyCores(machine.clustering()),
                ppc(ppcPolicy, file),
                files,
                isForMicrokit);
    }
}
