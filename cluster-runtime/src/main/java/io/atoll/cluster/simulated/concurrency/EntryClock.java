package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.LineAccess;

/** A core in the kernel, as those who make it wait see it. Its clock runs ahead of the others'. */
public interface EntryClock {
    /** Number among all cores of the machine. */
    int index();

    long cycles();

    /** When it came to the kernel: no core of its image comes earlier any more. */
    long arrivalCycles();

    /** It waits; nothing if that time has come already. */
    void waitUntil(long cycles);

    /** It works. */
    void spend(int cycles);

    /** It gets a line, and waits until it has it. */
    void access(CacheLine line, LineAccess access);

    /** As {@link #access}, before others that got it earlier, with their clocks ahead. */
    void accessOutOfTurn(CacheLine line, LineAccess access);

    /** It does the work of its entry, as far as that has not been paid for yet. */
    void payForWork();

    /** Whether the entry has taken a fastpath to its end. */
    boolean hasTakenFastpath();

    /** The machine asks something of the kernel: no entry, and no time passes. */
    boolean isAsked();
}
