package io.atoll.cluster.simulated;

/** What can happen on a simulated machine, as far as the event hash is concerned. */
enum EventKind {
    KERNEL_ENTRY,
    DOORBELL,
    CALL_OF_CORE,
    INTERRUPT,
    TIMER,
    LINE_FETCHED,
    LINE_WRITTEN,
    OUTPUT,
    PROGRAM_ENDED,
    FAULT,
    INJECTED
}
