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
    INJECTED,
    REPORT,
    KERNEL_LINE_FETCHED;

    /** Whether all others have a part in it, so that its place among their events counts. */
    boolean isShared() {
        return this == LINE_FETCHED
                || this == LINE_WRITTEN
                || this == OUTPUT
                || this == PROGRAM_ENDED
                || this == INJECTED
                || this == REPORT;
    }
}
