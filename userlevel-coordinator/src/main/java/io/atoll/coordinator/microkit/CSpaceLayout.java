package io.atoll.coordinator.microkit;

/**
 * Where a protection domain finds its capabilities: the blocks of libmicrokit, each 64 slots wide,
 * and the low slots for what every domain has. A CPtr is the slot number.
 */
public final class CSpaceLayout {
    /** What the domain receives on: its endpoint, or its notification if nobody can call it. */
    public static final long INPUT = 1;

    /** Its own CNode. */
    public static final long CNODE = 2;

    public static final long VSPACE = 3;

    /** Holds the caller that is to be answered. */
    public static final long REPLY = 4;

    /** A second reply object, for programs in direct style that need one. */
    public static final long SPARE_REPLY = 5;

    public static final long TCB = 6;

    /** Its notification: all signals arrive here. */
    public static final long NOTIFICATION = 8;

    /** The coordinator of this cluster: names, channels. */
    public static final long COORDINATOR = 9;

    /** Slot of channel 0's notification: signal it to notify the other end. */
    public static final long FIRST_NOTIFICATION = 10;

    /** Slot of channel 0's endpoint: call it to call the other end. */
    public static final long FIRST_ENDPOINT = 74;

    /** Slot of interrupt 0's handler. */
    public static final long FIRST_IRQ = 138;

    /** Slot of child 0's thread. */
    public static final long FIRST_CHILD_TCB = 202;

    /** Slot of user capability 0, as the {@code cspace} element numbers them. */
    public static final long FIRST_USER_CAPABILITY = 458;

    /** First slot that the program may use as it likes. */
    public static final long FIRST_FREE = 586;

    /** log2 of the slots of a domain's CNode. */
    public static final int SIZE_BITS = 10;

    /** Slots for user capabilities; number 0 has none. */
    public static final int USER_CAPABILITIES = 128;

    /** Channels and interrupts of a domain: numbers 0 to 61. */
    public static final int CHANNELS = 62;

    private CSpaceLayout() {}
}
