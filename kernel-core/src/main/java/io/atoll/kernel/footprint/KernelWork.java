package io.atoll.kernel.footprint;

/** What a kernel entry turned out to be; of several, the one that takes longest counts. */
public enum KernelWork {
    /** A fastpath was taken, the one that the program's call has. */
    FASTPATH,

    /** A system call by the slow path; nothing more is known yet. */
    SYSTEM_CALL,
    CALL,
    REPLY_RECEIVE,
    SEND,
    RECEIVE,
    POLL,
    SIGNAL,

    /** A signal that wakes a thread. */
    WAKE,
    YIELD,
    FAULT,

    /** An operation on an object. */
    INVOCATION,
    MAPPING,

    /** Pending interrupts are taken: an entry of its own, before that of a program if there is. */
    INTERRUPT
}
