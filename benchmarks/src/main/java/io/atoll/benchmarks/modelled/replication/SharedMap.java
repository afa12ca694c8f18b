package io.atoll.benchmarks.modelled.replication;

import io.atoll.kernel.api.Sel4;

/**
 * A linearizable map from words to words that many threads use. Operations block, each class says
 * on whom; a thread has one operation in progress at a time.
 */
public interface SharedMap {
    /** What is there where nothing was put. */
    long NOTHING = 0;

    /**
     * The value of a key, or {@link #NOTHING}.
     *
     * @param sel4 of the calling thread
     * @param thread its number among those that use this object, from 0
     */
    long get(Sel4 sel4, int thread, long key);

    /**
     * Puts a value.
     *
     * @param value not {@link #NOTHING}
     * @return what was there
     */
    long put(Sel4 sel4, int thread, long key, long value);
}
