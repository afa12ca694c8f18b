package io.atoll.kernel.random;

import java.util.Random;

/**
 * The operations of a program, each a number from which all its choices follow: so an operation
 * that is left out changes nothing about what the others try, and a program can be cut down.
 */
final class Operations {
    private final long[] seeds;
    private int next;

    Operations(long[] seeds) {
        this.seeds = seeds;
    }

    /** Those of a seed. */
    static long[] of(long seed, int count) {
        Random random = new Random(seed);
        return random.longs(count).toArray();
    }

    boolean hasNext() {
        return next < seeds.length;
    }

    /** How many have been taken. */
    int taken() {
        return next;
    }

    /** Takes the next one: {@code random} makes its choices from now on. */
    void take(Random random) {
        random.setSeed(seeds[next++]);
    }
}
