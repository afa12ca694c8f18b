package io.atoll.conformance.sel4test;

/** An assertion of a test does not hold. */
final class CheckFailed extends AssertionError {
    private static final long serialVersionUID = 1L;

    CheckFailed(String message) {
        super(message);
    }
}
