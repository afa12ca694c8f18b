package io.atoll.kernel.api;

/**
 * The message-info word of seL4, packed in a {@code long} so that the IPC path allocates nothing.
 *
 * <pre>
 *   63                        12 11     9 8      7 6       0
 *  +----------------------------+--------+--------+---------+
 *  |           label            | unwrap | xcaps  | length  |
 *  +----------------------------+--------+--------+---------+
 * </pre>
 *
 * {@code label} is the sender's (52 bits), {@code unwrap} the bit set of capabilities that arrived
 * as badges, {@code xcaps} the number of extra capabilities, {@code length} the number of message
 * words. All methods are pure and may be called from any thread. seL4: {@code seL4_MessageInfo_t}.
 */
public final class MessageInfo {
    /** Longest message, in words. */
    public static final int MAX_LENGTH = 120;

    /** Most capabilities that one message can name. */
    public static final int MAX_EXTRA_CAPS = 3;

    /** Words that travel without an IPC buffer. */
    public static final int FAST_REGISTERS = 4;

    private static final int LENGTH_MASK = 0x7f;
    private static final int EXTRA_CAPS_SHIFT = 7;
    private static final int UNWRAPPED_SHIFT = 9;
    private static final int LABEL_SHIFT = 12;

    private MessageInfo() {}

    /**
     * A message of {@code length} words without capabilities.
     *
     * @param label free for the sender's use; the lower 52 bits travel
     * @param length words, 0 to 127; the kernel treats more than 120 as 120
     */
    public static long of(long label, int length) {
        return label << LABEL_SHIFT | (length & LENGTH_MASK);
    }

    /** A message with all four fields; seL4: {@code seL4_MessageInfo_new}. */
    public static long of(long label, int capsUnwrapped, int extraCaps, int length) {
        return label << LABEL_SHIFT
                | (long) (capsUnwrapped & 7) << UNWRAPPED_SHIFT
                | (long) (extraCaps & 3) << EXTRA_CAPS_SHIFT
                | (length & LENGTH_MASK);
    }

    /** The sender's label. */
    public static long label(long info) {
        return info >>> LABEL_SHIFT;
    }

    /** Message words as written in the word, 0 to 127. */
    public static int length(long info) {
        return (int) info & LENGTH_MASK;
    }

    /** Extra capabilities sent, or received. */
    public static int extraCaps(long info) {
        return (int) (info >>> EXTRA_CAPS_SHIFT) & 3;
    }

    /** Bit i is set when received capability i arrived as a badge. */
    public static int capsUnwrapped(long info) {
        return (int) (info >>> UNWRAPPED_SHIFT) & 7;
    }

    /** Readable form, for logs and failures. */
    public static String toString(long info) {
        return "label=0x%x length=%d extraCaps=%d capsUnwrapped=%d"
                .formatted(label(info), length(info), extraCaps(info), capsUnwrapped(info));
    }
}
