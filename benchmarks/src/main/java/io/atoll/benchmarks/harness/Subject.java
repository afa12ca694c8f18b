package io.atoll.benchmarks.harness;

/**
 * Something to measure. A subject is opened once, asked for many rounds and closed once. All three
 * run on the thread that called the runner, which is not pinned and spends a round blocked: the
 * threads that do the work belong to the subject. {@link ThreadPair} and {@link PinnedThread}
 * supply them to subjects that are plain Java code; a subject that boots a machine has the
 * machine's.
 *
 * <p>Between rounds a subject must be quiet (no spinning thread), because other subjects are
 * measured then.
 *
 * <p>To add a subject: implement {@link LatencySubject} or {@link ThroughputSubject} and hand an
 * instance to {@link Benchmark#with(Subject...)}.
 */
public sealed interface Subject permits LatencySubject, ThroughputSubject {
    /** Name in results and in names of histogram logs: {@code [A-Za-z0-9_.>-]+}. */
    String name();

    /**
     * Acquires whatever the rounds need, so that a round allocates nothing. Threads are to be
     * started before anything is pinned: a new thread inherits the pinning of its creator.
     *
     * @param placement the CPUs to use, the way to pin, and the spin hint
     * @throws SubjectUnavailableException when this host or JVM cannot run the subject; the runner
     *     skips it and the report says why. A {@link LinkageError} counts as the same.
     * @throws Exception any other failure; ends the run
     */
    void open(Placement placement) throws Exception;

    /**
     * Releases what {@link #open} acquired: threads, memory, files. Also called when {@code open}
     * has failed half-way.
     *
     * @throws Exception when something is left behind; ends the run after all subjects are closed
     */
    void close() throws Exception;
}
