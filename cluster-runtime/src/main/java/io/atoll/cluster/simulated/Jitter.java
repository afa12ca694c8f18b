package io.atoll.cluster.simulated;

/**
 * How much the costs of one core vary. Each core draws from numbers of its own, so that what one
 * pays does not depend on what others did before. Used by the machine's thread.
 */
final class Jitter {
    private final SeededRandom random;
    private final int percent;

    Jitter(long seed, int core, int percent) {
        this.random = new SeededRandom(SeededRandom.mix(~seed) + core);
        this.percent = percent;
    }

    /** A cost, as it is this time; at least 1 where it is not nothing. */
    int of(int costCycles) {
        int range = range(costCycles, percent);
        if (range == 0) {
            return costCycles;
        }
        int offset = (int) Long.remainderUnsigned(random.next(), 2L * range + 1) - range;
        return Math.max(1, costCycles + offset);
    }

    /** The least that a cost can be. */
    static int least(int costCycles, int percent) {
        int range = range(costCycles, percent);
        return range == 0 ? costCycles : Math.max(1, costCycles - range);
    }

    private static int range(int costCycles, int percent) {
        return (int) ((long) costCycles * percent / 100);
    }
}
