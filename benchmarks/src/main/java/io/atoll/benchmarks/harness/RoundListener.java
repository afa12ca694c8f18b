package io.atoll.benchmarks.harness;

import java.io.IOException;

/** Is told of every recorded round, after it, on the thread that called the runner. */
@FunctionalInterface
public interface RoundListener {
    /** Hears of nothing. */
    RoundListener NONE = _ -> {};

    /**
     * A round has ended.
     *
     * @throws IOException when it cannot be written down; ends the run
     */
    void roundEnded(Round round) throws IOException;
}
