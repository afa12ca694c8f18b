package io.atoll.cluster.simulated.fault;

import io.atoll.cluster.simulated.fault.FaultRate.Range;

import java.util.function.LongSupplier;

/**
 * Random choices out of a stream of random words: the same words give the same choices on every
 * JVM.
 */
final class Draw {
    private static final double UNIT = 0x1p-53;

    private final LongSupplier random;

    Draw(LongSupplier random) {
        this.random = random;
    }

    /** From 0 to less than 1. */
    double unit() {
        return (random.getAsLong() >>> 11) * UNIT;
    }

    /** From 0 to less than that. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(random.getAsLong(), bound);
    }

    /** One in so many. */
    boolean oneIn(int many) {
        return below(many) == 0;
    }

    /**
     * Out of a range, every doubling as likely as every other: from 1us to 1ms, half are below
     * 32us.
     */
    long in(Range range) {
        if (range.isOne()) {
            return range.least();
        }
        int lowest = 63 - Long.numberOfLeadingZeros(range.least());
        int highest = 63 - Long.numberOfLeadingZeros(range.most());
        int doubling = lowest + below(highest - lowest + 1);
        long least = Math.max(range.least(), 1L << doubling);
        long most = Math.min(range.most(), (2L << doubling) - 1);
        return least + Long.remainderUnsigned(random.getAsLong(), most - least + 1);
    }

    /** Until the next of what happens so often on average, at least 1. */
    long gapNanos(double perMillisecond) {
        // The library's strict logarithm, which is the same everywhere.
        double milliseconds = -StrictMath.log(1 - unit()) / perMillisecond;
        return 1 + (long) Math.min(milliseconds * 1e6, (double) VirtualTime.MOST);
    }
}
