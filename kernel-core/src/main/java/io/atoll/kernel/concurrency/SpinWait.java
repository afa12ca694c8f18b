package io.atoll.kernel.concurrency;

/**
 * Waiting for another core that is at work in the kernel, which takes microseconds at most if it
 * has a CPU. If it has none (more cores are emulated than the host has CPUs, or something else runs
 * there), the waiting one lets it have its own.
 */
final class SpinWait {
    private static final int SPINS = 2_000;

    private SpinWait() {}

    /** Blocking: on whoever lowers the flag. */
    static void untilDown(PaddedFlag flag) {
        int spins = 0;
        while (flag.isUp()) {
            pause(++spins);
        }
    }

    /** Blocking: on whoever writes another value. */
    static void whileIs(PaddedWord word, int value) {
        int spins = 0;
        while (word.getVolatile() == value) {
            pause(++spins);
        }
    }

    private static void pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
