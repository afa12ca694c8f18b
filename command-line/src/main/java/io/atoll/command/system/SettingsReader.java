package io.atoll.command.system;

import io.atoll.coordinator.system.AtollToml;
import io.atoll.coordinator.system.Diagnostic;
import io.atoll.coordinator.system.Position;
import io.atoll.coordinator.system.Rule;
import io.atoll.coordinator.system.Setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of a system: its {@code atoll.toml}, and over it what the environment and the
 * command line say. Whoever sets something that changes nothing is told.
 */
final class SettingsReader {
    private final List<Setting> elsewhere;
    private final Remarks remarks;

    SettingsReader(List<Setting> elsewhere, Remarks remarks) {
        this.elsewhere = elsewhere;
        this.remarks = remarks;
    }

    /** With the file of this folder, if there is one; empty if something is wrong. */
    Optional<AtollToml> ofFolder(Path folder) throws IOException {
        Path file = folder.resolve(AtollToml.FILE_NAME);
        Optional<AtollToml> read =
                remarks.accept(AtollToml.readFrom(folder, elsewhere))
                        .map(settings -> withCostsBeside(folder, settings));
        read.ifPresent(
                settings ->
                        sayWhatHasNoEffect(
                                settings, Files.exists(file) ? file.toString() : "--set"));
        return read;
    }

    /** Files of a cost model are looked for beside the settings that name it, layer by layer. */
    private static AtollToml withCostsBeside(Path folder, AtollToml settings) {
        return settings.simulation()
                .costs()
                .map(
                        layers ->
                                Arrays.stream(layers.split("\\+"))
                                        .map(layer -> beside(folder, layer))
                                        .collect(Collectors.joining("+")))
                .map(settings::withCosts)
                .orElse(settings);
    }

    private static String beside(Path folder, String layer) {
        try {
            Path file = folder.resolve(layer);
            return Files.isRegularFile(file) ? file.toString() : layer;
        } catch (InvalidPathException _) {
            return layer; // no file's name; whoever looks for it says so
        }
    }

    /** Without any file. */
    Optional<AtollToml> withoutFile() {
        Optional<AtollToml> read = remarks.accept(AtollToml.of(elsewhere));
        read.ifPresent(settings -> sayWhatHasNoEffect(settings, "--set"));
        return read;
    }

    private void sayWhatHasNoEffect(AtollToml settings, String origin) {
        if (!settings.link().equals(AtollToml.EMPTY.link()) || !settings.links().isEmpty()) {
            warn(origin, "[link] has no effect yet: rings hold 256 messages of 64 bytes");
        }
        if (!settings.coordinator().equals(AtollToml.EMPTY.coordinator())) {
            warn(origin, "[coordinator] has no effect yet: each runs on its cluster's first core");
        }
    }

    private void warn(String origin, String message) {
        remarks.tell(
                new Diagnostic(
                        origin,
                        Position.NONE.row(),
                        Position.NONE.column(),
                        Diagnostic.Severity.WARNING,
                        message,
                        "",
                        Rule.W_NO_MEANING));
    }
}
