package io.atoll.kernel.concurrency;

/**
 * One bit that one core writes and others read, alone on its cache lines: up or down. On the way of
 * every entry under a lock, so its methods do without a call of another.
 */
final class PaddedFlag extends PaddedWord {
    /** A store that is visible before anything is loaded after it. */
    void raise() {
        VALUE.setVolatile(this, 1);
    }

    /** What was done before is visible to whoever sees the flag down. */
    void lower() {
        VALUE.setRelease(this, 0);
    }

    boolean isUp() {
        return (int) VALUE.getVolatile(this) != 0;
    }
}
