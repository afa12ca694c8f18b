package io.atoll.benchmarks.modelled.workloads;

import io.atoll.cluster.MachineConfig;
import io.atoll.kernel.LockingDiscipline;

/** How cores that share an image keep apart in its kernel. */
public enum Control {
    BIG_LOCK("big lock", LockingDiscipline.BIG_LOCK),
    FINE_GRAINED("fine-grained locks", LockingDiscipline.FINE_GRAINED),
    TRANSACTIONS("transactions", LockingDiscipline.TRANSACTIONS),
    LOCK_FREE("lock-free fastpath", LockingDiscipline.LOCK_FREE_FASTPATH);

    private final String title;
    private final LockingDiscipline locking;

    Control(String title, LockingDiscipline locking) {
        this.title = title;
        this.locking = locking;
    }

    /** For people. */
    public String title() {
        return title;
    }

    MachineConfig on(MachineConfig machine) {
        return machine.withLocking(locking);
    }
}
