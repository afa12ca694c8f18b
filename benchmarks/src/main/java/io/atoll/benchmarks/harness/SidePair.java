package io.atoll.benchmarks.harness;

/**
 * Client and server of a subject whose rounds have two sides: {@link ThreadPair} if plain threads
 * play them, programs inside a machine otherwise. Used by one thread at a time. After a failed
 * round a pair can only be closed.
 */
public interface SidePair extends AutoCloseable {
    /** What both sides do between two looks. */
    Waiting waiting();

    /**
     * Plays both sides of a round and waits for their ends. Neither begins before both run, so that
     * no wake-up is timed.
     *
     * @throws IllegalStateException when it took longer than {@link Rendezvous#ROUND_LIMIT}
     * @throws Exception what the side that failed first threw
     */
    void play(Side clientSide, Side serverSide) throws Exception;

    /** Ends both sides. */
    @Override
    void close();
}
