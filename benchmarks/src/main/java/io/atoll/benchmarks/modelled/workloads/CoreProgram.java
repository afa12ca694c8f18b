package io.atoll.benchmarks.modelled.workloads;

import io.atoll.kernel.api.Report;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

/** A client's program: begins together with all others, and goes on until all is counted. */
public abstract class CoreProgram implements StackfulProgram {
    /** Least cycles between two looks whether all clients are ready. */
    private static final int START_LOOK_CYCLES = 20_000;

    /** A day's worth is not waited for at once. */
    private static final long MOST_LOOK_CYCLES = 1 << 30;

    private static final Report READY = () -> "ready";
    private static final Report ASKED = () -> "whether all are ready";
    private static final Report TOLD = () -> "an operation";

    /** Where it runs. */
    protected final Site site;

    protected CoreProgram(Site site) {
        this.site = site;
    }

    @Override
    public final void run(Sel4 sel4) {
        Tally tally = site.tally();
        // In its order among other cores, as every look at what they have told.
        sel4.debugReport(READY);
        tally.prepared();
        while (tally.startNanos() < 0) {
            // As long again as it took so far: few looks, however long the others take.
            long again = Math.max(START_LOOK_CYCLES, site.run().cycles(tally.nowNanos()));
            sel4.compute((int) Math.min(again, MOST_LOOK_CYCLES));
            sel4.debugReport(ASKED);
        }
        begin(sel4);
        sel4.compute((int) site.run().cycles(tally.startNanos() - tally.nowNanos()));
        while (!tally.isOver()) {
            step(sel4);
        }
    }

    /**
     * Tells of an operation, in its order among those of other cores, which takes a cycle. A kernel
     * entry is executed when it arrives and returns at the time when it would have its turn, which
     * can be far ahead of others: they go first.
     */
    protected final void tell(Sel4 sel4, long beganNanos) {
        sel4.debugReport(TOLD);
        site.tally().doneInOrder(site.core(), beganNanos);
    }

    /** All are ready; there is time until the common start. */
    protected void begin(Sel4 sel4) {
        // most have nothing to do
    }

    /** Does something, again and again. */
    protected abstract void step(Sel4 sel4);
}
