package io.atoll.cluster.simulated.trace;

import java.util.Locale;

/** What an {@link EventLog} knows of. */
public enum TraceKind {
    /** A thread had the core from one time to another. */
    RUNNING,

    /** A program was in the kernel; the text says by which way. */
    KERNEL,

    /** The kernel handled an interrupt. */
    INTERRUPT,

    /** A doorbell, or a call of a core of the same image: from when it is rung to its arrival. */
    DOORBELL,

    /** A doorbell that never arrives. */
    DOORBELL_LOST,

    /**
     * A message was put into a ring: {@code other} is the ring, {@code detail} its number there.
     */
    MESSAGE_SENT,

    /** The receiver found that message. */
    MESSAGE_FOUND,

    /** The deadline of a core came. */
    TIMER,

    /** A core got a cache line of shared memory from another. */
    LINE_FETCHED,

    /** A core wrote a cache line of shared memory. */
    LINE_WRITTEN,

    /** A program printed. */
    OUTPUT,

    /** A program returned. */
    PROGRAM_ENDED,

    /** A program faulted. */
    FAULT,

    /** A fault that was injected into the machine. */
    INJECTED;

    /** In words. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
