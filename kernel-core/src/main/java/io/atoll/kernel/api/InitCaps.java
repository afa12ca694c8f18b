package io.atoll.kernel.api;

/**
 * Slots of the initial task's root CNode that are filled at boot; seL4: {@code
 * seL4_CapInitThreadTCB} and the others, same numbers.
 */
public final class InitCaps {
    public static final long NULL = 0;
    public static final long TCB = 1;
    public static final long CNODE = 2;
    public static final long VSPACE = 3;
    public static final long IRQ_CONTROL = 4;
    public static final long ASID_CONTROL = 5;
    public static final long ASID_POOL = 6;
    public static final long BOOT_INFO = 9;
    public static final long IPC_BUFFER = 10;
    public static final long DOMAIN = 11;
    public static final long SC = 14;

    /** First slot that is not fixed. */
    public static final long NUM_INITIAL = 16;

    private InitCaps() {}
}
