package io.atoll.cluster.simulated;

import java.util.Locale;

/** What a cost model has to say, each with the values that make sense. In cycles where not said. */
public enum Cost {
    /** Cycles in a microsecond of virtual time. */
    CLOCK_MHZ(1, 100_000),

    /** What mitigations add to every kernel entry. */
    MITIGATIONS(0, 1_000_000),

    /** Call, or ReplyRecv, by the fastpath: from entry to exit. */
    IPC_FASTPATH(1, 1_000_000),

    /** A signal or a poll that switches no threads, by its fastpath. */
    SIGNAL_FASTPATH(1, 1_000_000),

    /** Any system call by the slow path. */
    SLOWPATH(1, 1_000_000),

    /** A fault, until its handler runs. */
    FAULT(1, 1_000_000),

    /** An interrupt, until the kernel has handled it. */
    INTERRUPT(1, 1_000_000),

    /** Cache lines of kernel state that a core fetches when another one was in the kernel last. */
    KERNEL_LINES(0, 10_000),

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

    /** As in a file: {@code ipc-fastpath}. */
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
