package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.cost.Cost;

/**
 * The ways into the kernel, as a program takes them, each with what it costs if the kernel does not
 * say that it is more: see {@link EntryWork}.
 */
enum KernelPath {
    CALL(Cost.CALL),
    REPLY_RECEIVE(Cost.REPLY_RECEIVE),
    SEND(Cost.SIGNAL),
    RECEIVE(Cost.POLL),
    POLL(Cost.POLL),
    YIELD(Cost.YIELD),
    MAP_WINDOW(Cost.MAP),
    PRINT(Cost.NULL_CALL),
    EXIT(Cost.INVOCATION),
    FAULT(Cost.FAULT);

    final Cost cost;

    KernelPath(Cost cost) {
        this.cost = cost;
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
