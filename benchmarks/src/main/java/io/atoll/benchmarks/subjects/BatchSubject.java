package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.kernel.api.Sel4;

/**
 * Operations that need something made before, or cleared away after, which is not timed: batches of
 * them between {@link #before} and {@link #after}.
 */
abstract class BatchSubject extends ImageSubject {
    BatchSubject(String name) {
        super(name);
    }

    /** Makes what a batch needs; not timed. */
    void before(Sel4 sel4, int operations) {}

    /** The batch; timed. */
    abstract void operate(Sel4 sel4, int operations);

    /** Clears away what the batch has left; not timed. */
    void after(Sel4 sel4) {}

    @Override
    final void measure(Sel4 sel4, LatencyRecorder recorder, long operations) {
        int batch = recorder.operationsPerSample();
        for (long done = 0; done < operations; done += batch) {
            before(sel4, batch);
            long start = System.nanoTime();
            operate(sel4, batch);
            recorder.record(System.nanoTime() - start);
            after(sel4);
        }
    }
}
