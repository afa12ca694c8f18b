package io.atoll.benchmarks.harness;

/** A clock and an allocation counter that move only when a test moves them. */
final class FakeInstruments implements AllocationCounter {
    long nanos;
    long allocatedBytes;
    boolean countsAllocation = true;

    Instruments instruments() {
        return new Instruments(() -> nanos, () -> nanos / 1_000_000, this);
    }

    @Override
    public long ofAllThreads() {
        return countsAllocation ? allocatedBytes : UNKNOWN;
    }

    @Override
    public long[] ofThreads(long[] threadIds) {
        return new long[threadIds.length];
    }

    @Override
    public long[] liveThreadIds() {
        return new long[0];
    }
}
