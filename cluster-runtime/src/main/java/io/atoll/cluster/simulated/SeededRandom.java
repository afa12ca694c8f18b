package io.atoll.cluster.simulated;

/**
 * Numbers that depend on a seed and on nothing else, the same on every JVM: SplitMix64 (Steele, Lea
 * and Flood, 2014). Written out here because what the library's generators return may change.
 */
final class SeededRandom {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    SeededRandom(long seed) {
        state = seed;
    }

    long next() {
        state += GAMMA;
        return mix(state);
    }

    /** A bijection whose every output bit depends on every input bit. */
    static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
