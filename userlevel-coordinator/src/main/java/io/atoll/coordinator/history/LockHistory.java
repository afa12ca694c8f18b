package io.atoll.coordinator.history;

/** One program's operations on a lock: see {@link LockModel}. */
public final class LockHistory {
    private final History history;

    LockHistory(History history) {
        this.history = history;
    }

    /** Ends with {@link Call#done} when this program has the lock. */
    public Call lock() {
        return history.call(LockModel.LOCK);
    }

    /** Ends with {@link Call#returned(boolean)}: whether this program has the lock. */
    public Call tryLock() {
        return history.call(LockModel.TRY_LOCK);
    }

    /** Ends with {@link Call#done}. */
    public Call unlock() {
        return history.call(LockModel.UNLOCK);
    }
}
