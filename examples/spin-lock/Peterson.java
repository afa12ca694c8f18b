import java.lang.invoke.VarHandle;

/** G. L. Peterson's lock for two (1981): who wants it lets the other one go first. */
public final class Peterson extends Worker {
    /** Words 0 and 1: that worker wants the lock. */
    private static final int TURN = 2;

    @Override
    void lock(int self) {
        int other = 1 - self;
        set(self, 1);
        set(TURN, other);
        do {
            VarHandle.fullFence(); // both stores before the loads, or both may go in
        } while (get(other) == 1 && get(TURN) == other);
    }

    @Override
    void unlock(int self) {
        VarHandle.releaseFence(); // what was done under the lock before it is given up
        set(self, 0);
    }
}
