package io.atoll.benchmarks.harness;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Weighs what is allocated between {@link #open} and {@link #close} for one subject: by all threads
 * but those of the other subjects. Used by the runner's thread only.
 */
final class AllocationWindow {
    private final AllocationCounter counter;
    private final long[] othersThreadIds;
    private long allBefore;
    private long[] othersBefore = {};

    /**
     * @param othersThreadIds threads that other subjects have started
     */
    AllocationWindow(AllocationCounter counter, long[] othersThreadIds) {
        this.counter = counter;
        this.othersThreadIds = othersThreadIds;
    }

    /** Threads that live now and did not before. */
    static long[] newThreadIds(AllocationCounter counter, long[] before) {
        long[] old = before.clone();
        Arrays.sort(old);
        return LongStream.of(counter.liveThreadIds())
                .filter(id -> Arrays.binarySearch(old, id) < 0)
                .toArray();
    }

    void open() {
        // the others' readings inside those of all: what is in doubt is charged to the subject
        allBefore = counter.ofAllThreads();
        othersBefore = counter.ofThreads(othersThreadIds);
    }

    /** Returns the bytes, or {@link AllocationCounter#UNKNOWN}. */
    long close() {
        long[] othersAfter = counter.ofThreads(othersThreadIds);
        long allAfter = counter.ofAllThreads();
        if (allBefore == AllocationCounter.UNKNOWN || allAfter == AllocationCounter.UNKNOWN) {
            return AllocationCounter.UNKNOWN;
        }
        long bytes = allAfter - allBefore;
        for (int i = 0; i < othersAfter.length; i++) {
            if (othersBefore[i] != AllocationCounter.UNKNOWN
                    && othersAfter[i] != AllocationCounter.UNKNOWN) {
                bytes -= othersAfter[i] - othersBefore[i];
            }
        }
        return Math.max(0, bytes);
    }
}
