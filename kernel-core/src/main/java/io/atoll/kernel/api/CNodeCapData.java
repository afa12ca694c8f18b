package io.atoll.kernel.api;

/** Guard of a CNode capability, as a data word; seL4: {@code seL4_CNode_CapData}. */
public final class CNodeCapData {
    private CNodeCapData() {}

    /** A guard of {@code guardBits} bits with the given value. */
    public static long of(long guard, int guardBits) {
        return guard << 6 | (guardBits & 0x3f);
    }

    /** A guard of zero bits' value that makes a CNode of {@code radixBits} fill the whole word. */
    public static long fillWord(int radixBits) {
        return of(0, Long.SIZE - radixBits);
    }

    public static long guard(long data) {
        return data >>> 6;
    }

    public static int guardBits(long data) {
        return (int) data & 0x3f;
    }
}
