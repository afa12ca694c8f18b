package io.atoll.cluster.simulated.cost;

import java.util.Locale;

/** What a cost model has to say, each with the values that make sense. In cycles where not said. */
public enum Cost {
    /** Cycles in a microsecond of virtual time. */
    CLOCK_MHZ(1, 100_000),

    // Paths through the kernel, from entry to exit.

    /** An entry that does nothing: the part of every path that no lock guards. */
    NULL_CALL(1, 1_000_000),

    /** Call by the fastpath. */
    CALL(1, 1_000_000),

    /** ReplyRecv by the fastpath. */
    REPLY_RECEIVE(1, 1_000_000),

    /** Call by the slow path, until the server runs. */
    CALL_SLOW(1, 1_000_000),

    /** ReplyRecv by the slow path, until the caller runs. */
    REPLY_RECEIVE_SLOW(1, 1_000_000),

    /** Send to a thread that waits. */
    SEND(1, 1_000_000),

    /** Recv, or Wait, until another thread runs. */
    RECEIVE(1, 1_000_000),

    /** A signal that switches no threads. */
    SIGNAL(1, 1_000_000),

    /** A signal that wakes a thread, until that runs. */
    SIGNAL_SWITCH(1, 1_000_000),

    /** A poll of a notification or endpoint. */
    POLL(1, 1_000_000),

    /** Yield, until another thread runs. */
    YIELD(1, 1_000_000),

    /** A fault, until its handler runs. */
    FAULT(1, 1_000_000),

    /** An interrupt that wakes nobody. */
    INTERRUPT(1, 1_000_000),

    /** What an interrupt that wakes a thread takes more, until that runs. */
    INTERRUPT_WAKE(0, 1_000_000),

    /** An operation on a kernel object. */
    INVOCATION(1, 1_000_000),

    /** Mapping a page. */
    MAP(1, 1_000_000),

    /** What mitigations add to every kernel entry. */
    MITIGATIONS(0, 1_000_000),

    // Several cores in one image.

    /** What every entry takes more in an image of several cores, its lock apart. */
    MULTICORE(0, 1_000_000),

    /** Taking a lock that nobody holds, and whose lines are in the core's cache. */
    LOCK_ACQUIRE(0, 1_000_000),

    /** Letting go of it. */
    LOCK_RELEASE(0, 1_000_000),

    /** Saying that a fastpath is entered: a store and a fence. */
    ANNOUNCE(0, 1_000_000),

    /** Beginning a hardware transaction. */
    TRANSACTION_BEGIN(0, 1_000_000),

    /** Ending it. */
    TRANSACTION_COMMIT(0, 1_000_000),

    /** Falling back to its beginning, apart from the work that is lost. */
    TRANSACTION_ABORT(0, 1_000_000),

    /** How often a transaction is tried again before the lock is taken; a number. */
    TRANSACTION_RETRIES(0, 1000),

    /** How many lines a transaction may read or write; a number. */
    TRANSACTION_LINES(1, 1 << 20),

    // A cache line that another core has modified, by how far that is.

    /** A line that the core has already. */
    LINE_SAME_CORE(1, 1_000_000),

    /** A line from a core that shares the L2 cache. */
    LINE_SAME_L2(1, 1_000_000),

    /** A line from a core at the same local memory. */
    LINE_SAME_NUMA_NODE(1, 1_000_000),

    /** A line from a core of the same package. */
    LINE_SAME_PACKAGE(1, 1_000_000),

    /** A line from a core of another package. */
    LINE_OTHER_PACKAGE(1, 1_000_000),

    // What a transfer costs by operation and state, in percent of the above.

    LOAD_PERCENT(1, 10_000),
    STORE_PERCENT(1, 10_000),
    ATOMIC_PERCENT(1, 10_000),

    /** The other core has the line alone, and has not modified it. */
    EXCLUSIVE_PERCENT(1, 10_000),

    /** Several cores have the line; those that are not to have it any more are told. */
    SHARED_PERCENT(1, 10_000),

    // Interrupts between cores.

    /** Raising an interrupt at another core, for who raises it. */
    DOORBELL_SEND(0, 1_000_000),

    /** Until the other core can take it. */
    DOORBELL_DELIVERY(1, 1_000_000_000),

    /** How much each of these varies at most, to both sides; percent. */
    JITTER_PERCENT(0, 50);

    private final int least;
    private final int most;

    Cost(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /** As in a file: {@code reply-receive}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean allows(long value) {
        return value >= least && value <= most;
    }

    String range() {
        return "from %d to %d".formatted(least, most);
    }
}
