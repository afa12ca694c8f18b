package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4Error;

import java.util.Objects;

/** The assertions of the tests: a test whose assertion fails, in whatever thread, has failed. */
final class Check {
    private Check() {}

    static void that(boolean holds, String claim) {
        if (!holds) {
            throw new CheckFailed("does not hold: " + claim);
        }
    }

    static void equal(long expected, long actual, String what) {
        if (expected != actual) {
            throw new CheckFailed(
                    "%s is %d (0x%x), expected %d (0x%x)"
                            .formatted(what, actual, actual, expected, expected));
        }
    }

    static void equal(Object expected, Object actual, String what) {
        if (!Objects.equals(expected, actual)) {
            throw new CheckFailed("%s is %s, expected %s".formatted(what, actual, expected));
        }
    }

    /** An invocation was answered as expected. */
    static void answer(Sel4Error expected, Sel4Error actual) {
        equal(expected, actual, "the answer");
    }

    /** An invocation was performed. */
    static void ok(Sel4Error actual) {
        answer(Sel4Error.NO_ERROR, actual);
    }

    /** An invocation was refused, for whatever reason. */
    static void refused(Sel4Error actual) {
        that(actual != Sel4Error.NO_ERROR, "the invocation is refused");
    }
}
