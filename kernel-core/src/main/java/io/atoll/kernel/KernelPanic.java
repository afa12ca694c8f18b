package io.atoll.kernel;

/** The kernel itself is wrong: an invariant broke. The image stops; nothing of it runs again. */
public final class KernelPanic extends Error {
    private static final long serialVersionUID = 1L;

    KernelPanic(String image, Throwable cause) {
        super("kernel image " + image + " stopped: " + cause, cause);
    }
}
