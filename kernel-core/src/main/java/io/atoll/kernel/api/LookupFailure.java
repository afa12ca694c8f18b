package io.atoll.kernel.api;

/** Why a CPtr did not lead to a slot; seL4: {@code seL4_LookupFailureType}, same numbers. */
public sealed interface LookupFailure {
    int INVALID_ROOT = 1;
    int MISSING_CAPABILITY = 2;
    int DEPTH_MISMATCH = 3;
    int GUARD_MISMATCH = 4;

    /** The thread's CSpace root is no CNode. */
    record InvalidRoot() implements LookupFailure {}

    /** The slot is empty or of the wrong kind. */
    record MissingCapability(long bitsLeft) implements LookupFailure {}

    /** The CNode needs more bits than are left. */
    record DepthMismatch(long bitsLeft, long bitsFound) implements LookupFailure {}

    /** The address does not contain the CNode's guard. */
    record GuardMismatch(long bitsLeft, long guardFound, long guardBits) implements LookupFailure {}

    /** Reads a failure from message words {@code first} and following. */
    static LookupFailure from(IpcBuffer ipc, int first) {
        return switch ((int) ipc.mr(first)) {
            case INVALID_ROOT -> new InvalidRoot();
            case MISSING_CAPABILITY -> new MissingCapability(ipc.mr(first + 1));
            case DEPTH_MISMATCH -> new DepthMismatch(ipc.mr(first + 1), ipc.mr(first + 2));
            case GUARD_MISMATCH ->
                    new GuardMismatch(ipc.mr(first + 1), ipc.mr(first + 2), ipc.mr(first + 3));
            default -> throw new IllegalArgumentException("no lookup failure: " + ipc.mr(first));
        };
    }
}
