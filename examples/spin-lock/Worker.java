import io.atoll.coordinator.history.Call;
import io.atoll.coordinator.history.History;
import io.atoll.coordinator.history.LockHistory;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.microkit.SetVar;
import io.atoll.kernel.api.Memory;

import java.lang.invoke.VarHandle;

/** Takes a lock in shared memory again and again, and records when it asks for it and has it. */
abstract class Worker implements DirectProgram {
    private static final int TIMES = 20;
    private static final int LINE_BYTES = 64;

    /** Words 0 to 2 are the lock's. */
    private static final int READY = 3;

    /** Where the shared memory is in this domain; the description says so. */
    @SetVar long words;

    private Memory memory;

    @Override
    public final void run(PdContext context) {
        memory = context.sel4().memory();
        int self = context.name().equals("left") ? 0 : 1;
        LockHistory lock = History.ofLock(context.sel4(), "lock");
        awaitTheOther(self);
        for (int i = 0; i < TIMES; i++) {
            Call asks = lock.lock();
            lock(self);
            asks.done();
            context.sel4().compute(2_000); // what must be done by one at a time
            Call gives = lock.unlock();
            unlock(self);
            gives.done();
            context.sel4().compute(300 + 100 * self);
        }
    }

    /** Their clusters take different times to start. */
    private void awaitTheOther(int self) {
        set(READY + self, 1);
        while (get(READY + 1 - self) == 0) {
            VarHandle.fullFence(); // look anew
        }
    }

    abstract void lock(int self);

    abstract void unlock(int self);

    /** Word {@code index} of the shared memory; each has a cache line to itself. */
    final long get(int index) {
        return memory.getLong(words + (long) index * LINE_BYTES);
    }

    final void set(int index, long value) {
        memory.putLong(words + (long) index * LINE_BYTES, value);
    }
}
