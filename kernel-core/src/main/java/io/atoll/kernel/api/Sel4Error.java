package io.atoll.kernel.api;

/**
 * Answer of an invocation; seL4: {@code seL4_Error}, same numbers. Detail words are in the caller's
 * message registers after the call, as the manual says for each error.
 */
public enum Sel4Error {
    NO_ERROR,
    /** Message word 0: index of the wrong argument. */
    INVALID_ARGUMENT,
    /** Message word 0: index of the wrong capability; 0 is the invoked one. */
    INVALID_CAPABILITY,
    ILLEGAL_OPERATION,
    /** Message words 0 and 1: smallest and largest valid value. */
    RANGE_ERROR,
    ALIGNMENT_ERROR,
    /** Message word 0: 1 if the source lookup failed; then the lookup failure. */
    FAILED_LOOKUP,
    TRUNCATED_MESSAGE,
    DELETE_FIRST,
    REVOKE_FIRST,
    /** Message word 0: bytes free in the untyped. */
    NOT_ENOUGH_MEMORY;

    private static final Sel4Error[] VALUES = values();

    /** The error with this number, as it stands in a reply's label. */
    public static Sel4Error of(long label) {
        return VALUES[(int) label];
    }

    /**
     * Turns an error into an exception, for programs that treat every error as their own mistake.
     *
     * @throws Sel4Exception unless this is {@link #NO_ERROR}
     */
    public void orThrow() {
        if (this != NO_ERROR) {
            throw new Sel4Exception(this);
        }
    }
}
