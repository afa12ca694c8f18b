package io.atoll.benchmarks.harness;

/**
 * What a thread does between two looks at a word that another thread will change. One class for all
 * subjects, so that none has a better spin hint than another.
 *
 * <p>With a CPU for each thread it is {@link Thread#onSpinWait()}. With fewer, spinning would only
 * keep the other thread from running, so it is {@link Thread#yield()}.
 *
 * <p>The two words that decide are alone on their cache lines ({@link WaitingFlags}): every
 * spinning thread reads them all the time and must not miss because a neighbouring object is
 * written.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>guarded by</th></tr>
 * <tr><td>yielding</td><td>plain, any thread</td><td>constructor</td><td>final</td></tr>
 * <tr><td>aborted</td><td>volatile, any thread</td><td>volatile, any thread, once</td><td>nothing:
 * goes from false to true only</td></tr>
 * </table>
 */
public final class Waiting extends WaitingFlags.After {
    /**
     * @param yielding true when the threads outnumber the CPUs
     */
    public Waiting(boolean yielding) {
        super(yielding);
    }

    /**
     * Waits a moment. Allocates nothing; any thread.
     *
     * @throws RoundAbortedException when the round has been {@linkplain #abort() aborted}
     */
    public void pause() {
        if (aborted) {
            throw new RoundAbortedException();
        }
        if (yielding) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    /** Ends the round: from now on {@link #pause()} throws. For good; any thread. */
    public void abort() {
        aborted = true;
    }

    /** True when {@link #pause()} gives the CPU away instead of spinning. */
    public boolean isYielding() {
        return yielding;
    }
}
