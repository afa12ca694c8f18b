package io.atoll.kernel.context;

/**
 * Unwinds the Java frames of a program whose thread was deleted or restarted elsewhere, when those
 * frames lie on a stack that others still need. Not a failure; carries no trace.
 */
final class ThreadTerminated extends Error {
    private static final long serialVersionUID = 1L;
    static final ThreadTerminated INSTANCE = new ThreadTerminated();

    private ThreadTerminated() {
        super("the thread was terminated", null, false, false);
    }
}
