package io.atoll.stress;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * Lincheck's model checker, set up for what is checked here: it runs a few operations on two or
 * three threads through thousands of interleavings, sequentially consistent, and says whether there
 * is an order of the operations, one after the other, that gives the same results. A failure is
 * reported with its interleaving.
 */
public final class Lincheck {
    private static final int SCENARIOS = Integer.getInteger("lincheck.scenarios", 20);
    private static final int INTERLEAVINGS = Integer.getInteger("lincheck.interleavings", 1_000);

    private Lincheck() {}

    /**
     * Checks the operations of a class.
     *
     * @throws LincheckAssertionError if their results are those of no order; its message shows how
     */
    public static void check(Class<?> operations, int threads) {
        new ModelCheckingOptions()
                .threads(threads)
                .actorsPerThread(2)
                .actorsBefore(1)
                // None afterwards: they could mend what a validation is to find.
                .actorsAfter(0)
                .iterations(SCENARIOS)
                .invocationsPerIteration(INTERLEAVINGS)
                .check(operations);
    }
}
