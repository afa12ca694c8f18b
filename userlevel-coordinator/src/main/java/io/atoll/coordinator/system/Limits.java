package io.atoll.coordinator.system;

/**
 * Microkit's limits, in one place; source: the Microkit manual and the headers of its library. A
 * system of Microkit is a cluster here.
 */
public final class Limits {
    /** Protection domains of a cluster, children included. */
    public static final int PROTECTION_DOMAINS = 63;

    /** Bytes of a name in UTF-8. */
    public static final int NAME_BYTES = 63;

    /** Highest priority; the one above is the monitor's. */
    public static final int HIGHEST_PRIORITY = 254;

    /** Highest number of a channel end or interrupt in a protection domain. */
    public static final int HIGHEST_CHANNEL_ID = 61;

    /** Highest number of a child at its parent. */
    public static final int HIGHEST_CHILD_ID = 61;

    /** Highest user capability slot; slot 0 is the CNode itself. */
    public static final int HIGHEST_CAPABILITY_SLOT = 127;

    /** Highest interrupt vector on x86. */
    public static final int HIGHEST_VECTOR = 107;

    /** Smallest stack in bytes, and the unit of stack sizes. */
    public static final long SMALLEST_STACK_BYTES = 0x1000;

    /** Largest stack in bytes. */
    public static final long LARGEST_STACK_BYTES = 0x100_0000;

    /** End of a user address space: 40 bits, as with a hypervisor kernel on 64-bit Arm. */
    public static final long USER_TOP = 1L << 40;

    private Limits() {}

    /** Where the addresses that mappings may use end: below the stack and the IPC buffer. */
    public static long mappingTop(long stackSizeBytes) {
        return USER_TOP - stackSizeBytes - MemoryRegion.SMALL_PAGE_BYTES;
    }
}
