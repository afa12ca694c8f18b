package io.atoll.kernel.api;

/**
 * Numbers in a user-exception message: what kind of Java throwable the program let escape. On x86
 * this word is the trap number; where a trap corresponds, its number is used.
 */
public final class UserExceptionNumber {
    /** {@code ArithmeticException}: divide error. */
    public static final int DIVIDE = 0;

    /** {@code IndexOutOfBoundsException}: bound range exceeded. */
    public static final int BOUND = 5;

    /** Any other throwable: invalid opcode, the trap that a compiler plants at an abort. */
    public static final int UNDEFINED = 6;

    /** {@code StackOverflowError}: stack fault. */
    public static final int STACK = 12;

    /** {@code NullPointerException}: general protection. */
    public static final int PROTECTION = 13;

    private UserExceptionNumber() {}

    /** The number for a throwable. */
    public static int of(Throwable thrown) {
        return switch (thrown) {
            case ArithmeticException _ -> DIVIDE;
            case IndexOutOfBoundsException _ -> BOUND;
            case StackOverflowError _ -> STACK;
            case NullPointerException _ -> PROTECTION;
            default -> UNDEFINED;
        };
    }
}
