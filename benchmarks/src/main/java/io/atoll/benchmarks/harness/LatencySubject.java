package io.atoll.benchmarks.harness;

/** A subject whose operations are timed, one by one or in batches. */
public non-sealed interface LatencySubject extends Subject {
    /**
     * Performs exactly {@code operations} operations and records one sample for every {@link
     * LatencyRecorder#operationsPerSample()} of them:
     *
     * <pre>{@code
     * int batch = recorder.operationsPerSample();
     * for (long done = 0; done < operations; done += batch) {
     *     long start = System.nanoTime();
     *     for (int i = 0; i < batch; i++) {
     *         operation();
     *     }
     *     recorder.record(System.nanoTime() - start);
     * }
     * }</pre>
     *
     * Any one thread may do the recording, if everything it did happens before this method returns.
     *
     * @param recorder takes the samples; empty at the beginning
     * @param operations a multiple of the operations per sample
     * @throws ContentMismatchException when a message arrives that was not sent; ends the run
     */
    void round(LatencyRecorder recorder, long operations) throws Exception;
}
