package io.atoll.conformance.recordings;

/**
 * The world in which recordings begin. Four CNodes exist: W, the CSpace root of all threads; S with
 * what a system needs; T and N, whose slots are compared after every operation.
 *
 * <pre>
 *   W[1] = S         W[2], W[3], W[5], W[7] = T, through different guards    W[6] = N    W[4] = DONE
 *   T[0] = untyped memory     T[1] = untyped device memory, in some
 * </pre>
 *
 * @param untypedBits log2 of the bytes of T[0]
 * @param deviceBits log2 of the bytes of T[1]; 0 if T[1] is empty
 * @param bufferAddresses where the IPC buffers of threads 0 to 6 are
 */
record WorldLayout(int untypedBits, int deviceBits, long[] bufferAddresses) {
    static final int W_RADIX = 6;
    static final int S_RADIX = 8;
    static final int T_RADIX = 6;
    static final int N_RADIX = 4;
    static final int T_SLOTS = 1 << T_RADIX;
    static final int N_SLOTS = 1 << N_RADIX;

    /** Threads with scripts are numbered from 1. */
    static final int LAST_THREAD = 6;

    /** Bits of a CPtr that the guard of the root capability takes. */
    static final int ROOT_GUARD_BITS = 46;

    // CPtrs: 46 zero bits, 6 bits for W, 12 bits below.
    static final long S = 0x1000;
    static final long T = 0x2000;
    static final long N = 0x6000;

    /** CPtr of a capability to T itself. */
    static final long T_NODE = S | 4;

    static final long SCHED_CONTROL = S | 6;
    static final long IRQ_CONTROL = S | 9;

    /** CPtr of the notification that ends a run. */
    static final long DONE = S | 15;

    /** Where thread 1 has its control block in T by convention; the others follow. */
    static final int FIRST_TCB = 40;

    /** CPtr of a slot in the numbering of {@link SlotChanges}. */
    static long cptr(int slot) {
        return slot < T_SLOTS ? T | slot : N | (slot - T_SLOTS);
    }

    /** How recordings call a slot. */
    static String name(int slot) {
        return slot < T_SLOTS ? "T" + slot : "N" + (slot - T_SLOTS);
    }
}
