package io.atoll.cluster;

import java.util.Set;
import java.util.TreeSet;

/**
 * Memory that some clusters share. Each of their kernels sees it as one device untyped at the same
 * emulated physical address; the other kernels do not see it.
 *
 * @param label unique in the machine; by it initial tasks find the region
 * @param byteSize rounded up to a power of two of at least a page
 * @param clusters who sees it
 */
public record SharedRegion(String label, long byteSize, Set<Integer> clusters) {
    private static final long PAGE_BYTES = 4096;

    public SharedRegion {
        if (byteSize <= 0 || byteSize > 1L << 40) {
            throw new IllegalArgumentException(
                    "shared region '%s' has %d bytes; it must have between 1 and 2^40"
                            .formatted(label, byteSize));
        }
        byteSize = Math.max(PAGE_BYTES, Long.highestOneBit(byteSize * 2 - 1));
        clusters = Set.copyOf(new TreeSet<>(clusters));
    }

    /** log2 of the size. */
    public int sizeBits() {
        return Long.numberOfTrailingZeros(byteSize);
    }
}
