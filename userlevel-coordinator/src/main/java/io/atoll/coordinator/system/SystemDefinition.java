package io.atoll.coordinator.system;

/**
 * A system described in Java: a class with a public constructor without arguments that the command
 * line takes in the place of a system file.
 */
@FunctionalInterface
public interface SystemDefinition {
    /** The description, not yet checked: the caller knows the machine. Called once, at start. */
    SystemBuilder describe();
}
