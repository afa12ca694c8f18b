package io.atoll.cluster.simulated;

/**
 * The ways into the kernel, as a program takes them. Which cost a way has, the fastpath's or the
 * slow path's, is known once the kernel has been entered.
 */
enum KernelPath {
    CALL(Cost.IPC_FASTPATH),
    REPLY_RECEIVE(Cost.IPC_FASTPATH),
    SEND(Cost.SIGNAL_FASTPATH),
    RECEIVE(Cost.SIGNAL_FASTPATH),
    POLL(Cost.SIGNAL_FASTPATH),
    YIELD(Cost.SIGNAL_FASTPATH),
    MAP_WINDOW(Cost.SIGNAL_FASTPATH),
    PRINT(Cost.SIGNAL_FASTPATH),
    EXIT(Cost.SIGNAL_FASTPATH),
    FAULT(Cost.FAULT);

    private static final KernelPath[] ALL = values();

    private final Cost fast;

    KernelPath(Cost fast) {
        this.fast = fast;
    }

    /** Cycles of the fastpath of each, by its number. */
    static int[] fastCycles(CostModel costs) {
        int[] cycles = new int[ALL.length];
        for (KernelPath path : ALL) {
            cycles[path.ordinal()] = costs.of(path.fast);
        }
        return cycles;
    }

    /** Whether a program that takes this way again and again may be waiting for something. */
    boolean isLook() {
        return this == POLL || this == YIELD;
    }

    /**
     * Whether it can be seen from outside the machine, so that its order among all others counts.
     */
    boolean isSeen() {
        return this == PRINT || this == EXIT || this == FAULT;
    }
}
