package io.atoll.kernel.capability;

import io.atoll.kernel.api.LookupFailure;

/**
 * Registers of the last CSpace lookup on one core: bits left over when it succeeded, or why it
 * failed. Plain fields, so that a lookup allocates nothing.
 */
public final class LookupResult {
    /** Address bits that were not needed. */
    public int bitsLeft;

    /** One of the constants of {@link LookupFailure}; only after a failure. */
    public int failure;

    private long detail1;
    private long detail2;
    private long detail3;

    public void invalidRoot() {
        failure = LookupFailure.INVALID_ROOT;
    }

    public void missingCapability(long bitsLeft) {
        failure = LookupFailure.MISSING_CAPABILITY;
        detail1 = bitsLeft;
    }

    public void depthMismatch(long bitsLeft, long bitsFound) {
        failure = LookupFailure.DEPTH_MISMATCH;
        detail1 = bitsLeft;
        detail2 = bitsFound;
    }

    void guardMismatch(long bitsLeft, long guardFound, long guardBits) {
        failure = LookupFailure.GUARD_MISMATCH;
        detail1 = bitsLeft;
        detail2 = guardFound;
        detail3 = guardBits;
    }

    /** Failure kind and details as the words of a message. */
    public long[] words() {
        return switch (failure) {
            case LookupFailure.INVALID_ROOT -> new long[] {failure};
            case LookupFailure.MISSING_CAPABILITY -> new long[] {failure, detail1};
            case LookupFailure.DEPTH_MISMATCH -> new long[] {failure, detail1, detail2};
            default -> new long[] {failure, detail1, detail2, detail3};
        };
    }
}
