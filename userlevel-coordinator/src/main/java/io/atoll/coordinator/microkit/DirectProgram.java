package io.atoll.coordinator.microkit;

/**
 * A protection domain in direct style, on a Java stack of its own: it makes seL4's system calls
 * itself ({@link PdContext#sel4}), with its capabilities where {@link CSpaceLayout} says. The rules
 * of {@link io.atoll.kernel.api.StackfulProgram} bind it. The class needs a constructor without
 * parameters.
 */
@FunctionalInterface
public interface DirectProgram {
    /** The program; returning ends it. */
    void run(PdContext context);
}
