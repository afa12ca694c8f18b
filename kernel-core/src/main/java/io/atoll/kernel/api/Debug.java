package io.atoll.kernel.api;

/**
 * The debug calls of one thread; seL4: {@code seL4_Debug*}. They need no capability and show what
 * no capability shows, so they exist in the debug configuration only: in any other the kernel does
 * not know them, and each is an unknown-system-call fault of the caller ({@link
 * Fault#UNKNOWN_SYSCALL}). Dumps go to the debug console. Not for paths that are measured.
 */
public interface Debug {
    /** Numbers of the calls, as a fault handler sees them. */
    int DUMP_SCHEDULER = -13;

    /** See {@link #halt}. */
    int HALT = -14;

    /** See {@link #capIdentify}. */
    int CAP_IDENTIFY = -15;

    /** See {@link #snapshot}, {@link #graph} and {@link #dumpCSpace}. */
    int SNAPSHOT = -16;

    /** See {@link #nameThread}. */
    int NAME_THREAD = -17;

    /**
     * Whether the configuration has these calls. No call itself: a program of the real system knows
     * it from its configuration header.
     */
    boolean isAvailable();

    /** Names a thread, for dumps and logs; seL4: {@code seL4_DebugNameThread}. */
    void nameThread(long tcb, String name);

    /**
     * The type of a capability, as the kernel's tag number (x86-64): 0 for none, 2 untyped, 4
     * endpoint, 6 notification, 8 reply, 10 CNode, 12 thread, 22 scheduling context, and so on;
     * seL4: {@code seL4_DebugCapIdentify}.
     */
    int capIdentify(long cptr);

    /** Prints a table of all threads of the image; seL4: {@code seL4_DebugDumpScheduler}. */
    void dumpScheduler();

    /** Prints what the capability addresses of the calling thread lead to. */
    void dumpCSpace();

    /**
     * Prints all objects of the image and the capabilities they hold, in the style of a capDL
     * specification; seL4: {@code seL4_DebugSnapshot}.
     */
    void snapshot();

    /** As {@link #snapshot}, as a GraphViz digraph. */
    void graph();

    /** Stops the whole image for good; seL4: {@code seL4_DebugHalt}. Never returns. */
    void halt();
}
