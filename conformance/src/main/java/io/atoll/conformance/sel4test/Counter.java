package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4;

/** A body that counts for ever, making no system call. */
final class Counter implements HelperBody {
    /** What one count takes. */
    static final int CYCLES_PER_COUNT = 10_000;

    /** Written by the one thread that runs this; read on any core. */
    private volatile long count;

    @Override
    public long run(Sel4 sel4) {
        while (true) {
            count++;
            sel4.compute(CYCLES_PER_COUNT);
        }
    }

    long count() {
        return count;
    }

    /** It counts while that time passes; where time is real, sooner or later. */
    void checkMoves(Environment env, long millis) {
        long before = count;
        for (int look = 0; look < env.looks() && count == before; look++) {
            env.timer.sleepMillis(millis);
        }
        Check.that(count > before, "the counter moves in %d ms".formatted(millis));
    }

    /** It does not count while that time passes. */
    void checkStands(Environment env, long millis) {
        long before = count;
        env.timer.sleepMillis(millis);
        Check.equal(before, count, "the counter after %d ms".formatted(millis));
    }
}
