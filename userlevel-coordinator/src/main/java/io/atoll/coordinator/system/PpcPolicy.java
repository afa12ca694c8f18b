package io.atoll.coordinator.system;

/** What becomes of a protected procedure call between two clusters. */
public enum PpcPolicy {
    /** Refused: a kernel image cannot call into another one. As on the seL4 multikernel. */
    STRICT,
    /** Allowed: the coordinators carry the call as messages, at the price of messages. */
    COORDINATOR
}
