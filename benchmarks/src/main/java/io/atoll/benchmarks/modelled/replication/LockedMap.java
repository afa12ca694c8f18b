package io.atoll.benchmarks.modelled.replication;

import io.atoll.kernel.api.Sel4;

import org.agrona.collections.Long2LongHashMap;

import java.lang.foreign.MemorySegment;

/**
 * One map under one lock of readers and a writer: what the standard library of many a language
 * offers. Blocking: on the writer, or on all readers.
 */
public final class LockedMap implements SharedMap {
    private final MapCosts costs;
    private final ReadersWriterLock lock;
    private final Long2LongHashMap map = new Long2LongHashMap(NOTHING);

    /**
     * @param memory zeroed, of {@link #byteSize}
     */
    public LockedMap(MemorySegment memory, MapCosts costs) {
        this.costs = costs;
        this.lock = new ReadersWriterLock(new SharedLines(memory), 0);
    }

    /** Shared memory that it uses. */
    public static long byteSize() {
        return SharedLines.LINE_BYTES;
    }

    @Override
    public long get(Sel4 sel4, int thread, long key) {
        lock.acquireToRead(sel4);
        sel4.compute(costs.lookupCycles());
        long value = map.get(key);
        lock.releaseRead();
        return value;
    }

    @Override
    public long put(Sel4 sel4, int thread, long key, long value) {
        lock.acquireToWrite(sel4);
        sel4.compute(costs.updateCycles());
        long before = map.put(key, value);
        lock.releaseWrite();
        return before;
    }
}
