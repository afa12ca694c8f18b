package io.atoll.benchmarks.modelled.replication;

import io.atoll.kernel.api.Sel4;

import org.agrona.collections.Long2LongHashMap;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A map in many parts, each under a lock of its own, in a table that all users lock to read: so
 * that it could grow, as chashmap's. Blocking: on who uses the same part.
 */
public final class StripedMap implements SharedMap {
    private static final int STRIPES = 4096;
    private static final long MIXER = 0x9e37_79b9_7f4a_7c15L;

    private final MapCosts costs;
    private final ReadersWriterLock table;
    private final ReadersWriterLock[] locks = new ReadersWriterLock[STRIPES];
    private final Long2LongHashMap[] parts = new Long2LongHashMap[STRIPES];

    /**
     * @param memory zeroed, of {@link #byteSize}
     */
    public StripedMap(MemorySegment memory, MapCosts costs) {
        this.costs = costs;
        SharedLines lines = new SharedLines(memory);
        this.table = new ReadersWriterLock(lines, 0);
        Arrays.setAll(
                locks,
                stripe -> new ReadersWriterLock(lines, (1 + stripe) * SharedLines.LINE_BYTES));
        Arrays.setAll(parts, _ -> new Long2LongHashMap(NOTHING));
    }

    /** Shared memory that it uses. */
    public static long byteSize() {
        return (1 + STRIPES) * SharedLines.LINE_BYTES;
    }

    private static int stripe(long key) {
        return (int) (key * MIXER >>> 52);
    }

    @Override
    public long get(Sel4 sel4, int thread, long key) {
        int stripe = stripe(key);
        table.acquireToRead(sel4);
        locks[stripe].acquireToRead(sel4);
        sel4.compute(costs.lookupCycles());
        long value = parts[stripe].get(key);
        locks[stripe].releaseRead();
        table.releaseRead();
        return value;
    }

    @Override
    public long put(Sel4 sel4, int thread, long key, long value) {
        int stripe = stripe(key);
        table.acquireToRead(sel4);
        locks[stripe].acquireToWrite(sel4);
        sel4.compute(costs.updateCycles());
        long before = parts[stripe].put(key, value);
        locks[stripe].releaseWrite();
        table.releaseRead();
        return before;
    }
}
