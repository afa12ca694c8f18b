package io.atoll.cluster.simulated.trace;

import java.util.Locale;

/** What an {@link EventLog} knows of. */
public enum TraceKind {
    /** A thread had the core from one time to another. */
    RUNNING("times that a thread had a core"),

    /** A program was in the kernel; the text says by which way. */
    KERNEL("kernel entries by programs"),

    /** The kernel handled an interrupt. */
    INTERRUPT("interrupts taken"),

    /** A doorbell, or a call of a core of the same image: from when it is rung to its arrival. */
    DOORBELL("doorbells, and calls of cores"),

    /** A doorbell that never arrives. */
    DOORBELL_LOST("doorbells that a fault took"),

    /**
     * A message was put into a ring: {@code other} is the ring, {@code detail} its number there.
     */
    MESSAGE_SENT("messages put into rings"),

    /** The receiver found that message. */
    MESSAGE_FOUND("messages found in rings"),

    /** The deadline of a core came. */
    TIMER("deadlines that came"),

    /** A core got a cache line of shared memory from another. */
    LINE_FETCHED("shared lines fetched"),

    /** A core wrote a cache line of shared memory. */
    LINE_WRITTEN("shared lines written"),

    /** A program printed. */
    OUTPUT("prints"),

    /** A program returned. */
    PROGRAM_ENDED("programs that returned"),

    /** A program faulted. */
    FAULT("faults of programs"),

    /** A fault that was injected into the machine. */
    INJECTED("faults on purpose");

    private final String meaning;

    TraceKind(String meaning) {
        this.meaning = meaning;
    }

    /** What a number of them counts. */
    public String meaning() {
        return meaning;
    }

    /** As a name in a file: {@code message-sent}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In words. */
    public String words() {
        return key().replace('-', ' ');
    }
}
