package io.atoll.command.system;

import io.atoll.coordinator.system.AtollToml;

/**
 * A system that can be booted.
 *
 * @param workload what the machine is booted with
 * @param machine what it was checked against
 * @param settings all that {@code atoll.toml} and what overrides it said
 * @param hasPreemption whether its programs have preemption points in their code
 */
public record LoadedSystem(
        Workload workload, EmulatedMachine machine, AtollToml settings, boolean hasPreemption) {}
