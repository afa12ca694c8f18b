package io.atoll.kernel.api;

/** An invocation answered with an error that its caller did not expect. */
public final class Sel4Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Sel4Error error;

    public Sel4Exception(Sel4Error error) {
        super("the kernel answered " + error);
        this.error = error;
    }

    public Sel4Error error() {
        return error;
    }
}
