package io.atoll.cluster.simulated;

/**
 * For machines that run one after the other, such as one for each seed: while it is open, the code
 * that tells a machine what happens stays as it is compiled, and is not compiled anew each time the
 * last machine ends and the next one begins. Any thread may open and close it.
 */
public final class ManyRuns implements AutoCloseable {
    private ManyRuns() {}

    /** Begins. */
    public static ManyRuns begin() {
        SimulationThread.observe();
        return new ManyRuns();
    }

    @Override
    public void close() {
        SimulationThread.ignore();
    }
}
