import java.lang.invoke.VarHandle;

/** Waits until the lock is free, and takes it. Between the two the other one may do the same. */
public final class Naive extends Worker {
    private static final int TAKEN = 0;

    @Override
    void lock(int self) {
        while (get(TAKEN) == 1) {
            VarHandle.fullFence(); // look anew
        }
        set(TAKEN, 1);
    }

    @Override
    void unlock(int self) {
        set(TAKEN, 0);
    }
}
