package io.atoll.kernel.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.LookupFailure;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/** Assertions on answers of the kernel together with their detail words. */
public final class Answers {
    private Answers() {}

    /** The error, and its first detail words. */
    public static void assertError(Sel4 sel4, Sel4Error expected, Sel4Error actual, long... words) {
        long[] found = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            found[i] = sel4.ipc().mr(i);
        }
        assertEquals(expected, actual);
        for (int i = 0; i < words.length; i++) {
            assertEquals(words[i], found[i], "detail word " + i + " of " + expected);
        }
    }

    /** A failed lookup, of the source or of the target. */
    public static void assertLookupFailed(
            Sel4 sel4, boolean ofSource, LookupFailure expected, Sel4Error actual) {
        assertError(sel4, Sel4Error.FAILED_LOOKUP, actual, ofSource ? 1 : 0);
        assertEquals(expected, LookupFailure.from(sel4.ipc(), 1));
    }
}
