package io.atoll.coordinator.microkit;

/** Labels of the messages that the runtime of a protection domain sends to its coordinator. */
public final class PdRequests {
    /** {@code init} is done; take the scheduling context away. */
    public static final long BECOME_PASSIVE = 0x100;

    private PdRequests() {}
}
