package io.atoll.kernel.object;

/**
 * The registers of a thread beyond program counter and stack pointer: words that programs store and
 * read through the thread's capability, in the order of x86-64's {@code seL4_UserContext}. Java
 * code computes with others; these mean what programs agree on, but for the thread-local-storage
 * base, which a thread reads as its own. Nothing is allocated before one is written.
 */
public final class Registers {
    /** Registers of a thread: program counter, stack pointer, flags, fifteen general, two bases. */
    public static final int COUNT = 20;

    /** Number of the first register that is kept here: the flags. */
    public static final int FIRST = 2;

    /** Number of the first general register. */
    public static final int GENERAL = 3;

    /** Number of the thread-local-storage base (FS). */
    public static final int TLS_BASE = 18;

    private long[] words;

    /** The value of register {@code number}, from {@value #FIRST} to 19. */
    public long get(int number) {
        return words == null ? 0 : words[number - FIRST];
    }

    public void set(int number, long value) {
        if (words == null) {
            if (value == 0) {
                return;
            }
            words = new long[COUNT - FIRST];
        }
        words[number - FIRST] = value;
    }

    /** Takes registers {@code from} to {@code to} - 1 over from another thread. */
    public void copy(Registers source, int from, int to) {
        for (int i = from; i < to; i++) {
            set(i, source.get(i));
        }
    }
}
