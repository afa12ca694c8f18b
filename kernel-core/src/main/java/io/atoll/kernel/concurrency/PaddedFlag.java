package io.atoll.kernel.concurrency;

/** One bit that one core writes and others read, alone on its cache lines: up or down. */
final class PaddedFlag extends PaddedWord {
    /** A store that is visible before anything is loaded after it. */
    void raise() {
        setVolatile(1);
    }

    /** What was done before is visible to whoever sees the flag down. */
    void lower() {
        setRelease(0);
    }

    boolean isUp() {
        return getVolatile() != 0;
    }
}
