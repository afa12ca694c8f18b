package io.atoll.command.system;

import io.atoll.coordinator.system.AtollToml;

import java.util.Optional;

/**
 * A system that can be booted.
 *
 * @param workload what the machine is booted with
 * @param machine what it was checked against
 * @param settings all that {@code atoll.toml} and what overrides it said
 * @param hasPreemption whether its programs have preemption points in their code
 * @param files what it was read from; empty if it was a class of the class path, or is too large
 */
public record LoadedSystem(
        Workload workload,
        EmulatedMachine machine,
        AtollToml settings,
        boolean hasPreemption,
        Optional<SystemFiles> files) {
    LoadedSystem(
            Workload workload, EmulatedMachine machine, AtollToml settings, boolean hasPreemption) {
        this(workload, machine, settings, hasPreemption, Optional.empty());
    }

    LoadedSystem withFiles(Optional<SystemFiles> read) {
        return new LoadedSystem(workload, machine, settings, hasPreemption, read);
    }
}
