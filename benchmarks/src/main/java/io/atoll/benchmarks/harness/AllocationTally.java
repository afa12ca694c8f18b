package io.atoll.benchmarks.harness;

/**
 * Heap bytes allocated during the rounds of one subject.
 *
 * <p>A round allocates something whatever its length: the tasks that the threads are handed, a
 * kilobyte or two. Shortest possible rounds tell how much, and it is left out of the bytes per
 * operation, which are therefore the bytes that <em>one more</em> operation allocates. Used by the
 * runner's thread only.
 */
final class AllocationTally {
    private boolean known = true;
    private long leastOfShortRound = Long.MAX_VALUE;
    private long operationsOfShortRound;
    private long rounds;
    private long operations;
    private long bytes;

    /** A shortest possible round; the thriftiest of several counts. */
    void addShortRound(long operationsOfIt, long bytesOfIt) {
        known &= bytesOfIt >= 0;
        operationsOfShortRound = operationsOfIt;
        leastOfShortRound = Math.min(leastOfShortRound, bytesOfIt);
    }

    /** A recorded round. */
    void addRound(long operationsOfIt, long bytesOfIt) {
        known &= bytesOfIt >= 0;
        rounds++;
        operations += operationsOfIt;
        bytes += bytesOfIt;
    }

    /** Bytes that one more operation allocates, 0 or more; NaN if the JVM cannot tell. */
    double bytesPerOperation() {
        if (!known || operations == 0) {
            return Double.NaN;
        }
        long more = operations - rounds * operationsOfShortRound;
        if (leastOfShortRound == Long.MAX_VALUE || more <= 0) {
            return (double) bytes / operations;
        }
        return Math.max(0, bytes - rounds * leastOfShortRound) / (double) more;
    }
}
