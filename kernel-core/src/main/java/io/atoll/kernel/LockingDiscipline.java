package io.atoll.kernel;

/**
 * How the cores of one image keep out of one another's way. The answers to system calls are the
 * same under both; an image of one core needs neither.
 */
public enum LockingDiscipline {
    /**
     * Fastpaths take no lock, and wait only for a slow path that is under way when they come;
     * everything else happens under the image's lock, while no core is inside a fastpath.
     */
    LOCK_FREE_FASTPATH,

    /** Every entry takes the image's lock, as in seL4's multi-core kernel; for comparison. */
    BIG_LOCK,

    /** Every object has a lock, which an entry that changes it holds to its end. A model. */
    FINE_GRAINED,

    /** Every entry is a transaction of the hardware, with the image's lock behind it. A model. */
    TRANSACTIONS;

    /** Whether only a machine that models time has it. */
    public boolean isModelled() {
        return this == FINE_GRAINED || this == TRANSACTIONS;
    }
}
