package io.atoll.kernel.api;

import java.util.ServiceLoader;

/**
 * Where code that makes no system call looks whether its core is wanted: the points that load-time
 * instrumentation puts on loops and method entries. An instrumented method fetches this object once
 * ({@link #current}), keeps it in a local variable and asks it at every point. It belongs to a Java
 * stack, so it stays right for as long as the method's frame exists.
 *
 * <p>Used by the thread of the core that runs the stack. Code that runs on no emulated core has a
 * {@link #current} whose points do nothing.
 */
public abstract class PreemptionPoints {
    /** The kernel's. A constant, so that a method's first point costs no search. */
    private static final Finder FINDER =
            ServiceLoader.load(Finder.class, PreemptionPoints.class.getClassLoader())
                    .findFirst()
                    .orElseThrow();

    /** What a kernel provides, as a service of this type. */
    public interface Finder {
        /** The points of the Java stack that the caller runs on; never null. */
        PreemptionPoints current();
    }

    /** For kernels. */
    protected PreemptionPoints() {}

    /** Those of the Java stack that the caller runs on. */
    public static PreemptionPoints current() {
        return FINDER.current();
    }

    /** A point at which the thread may lose the core. */
    public abstract void point();

    /** An instrumented method has taken a monitor. */
    public abstract void monitorEntered();

    /** An instrumented method is about to give a monitor back. */
    public abstract void monitorExited();
}
