package io.atoll.stress;

/** A moment long enough for another core to do something, and far too short to be seen. */
public final class Pause {
    private static final int SPINS = 8;

    private Pause() {}

    /** Some hundred cycles. */
    public static void briefly() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
        }
    }
}
