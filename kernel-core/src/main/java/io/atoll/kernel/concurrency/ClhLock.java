package io.atoll.kernel.concurrency;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The queue lock of Craig, Landin and Hagersten, as seL4's multi-core kernel has it: cores get it
 * in the order in which they came, and each spins on a line that only its predecessor writes.
 * Blocking: on the core that holds the lock, and on those queued before. Not reentrant.
 *
 * <p>A node is in the hands of one core at a time; a core that is done leaves its own node to its
 * successor and goes on with its predecessor's.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>tail</td><td>–</td><td>anybody, by getAndSet</td><td>–</td></tr>
 * <tr><td>mine[i], before[i]</td><td>core i, plain</td><td>core i, plain</td><td>–</td></tr>
 * <tr><td>a node's flag</td><td>the successor, volatile</td><td>its core: up before it is queued, down
 * release</td><td>–</td></tr>
 * </table>
 */
public final class ClhLock {
    private static final VarHandle TAIL;

    static {
        try {
            TAIL = MethodHandles.lookup().findVarHandle(ClhLock.class, "tail", PaddedFlag.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** References in 128 bytes: the two of one core are that far from those of the next. */
    private static final int STRIDE = 32;

    private final PaddedFlag[] mine;
    private final PaddedFlag[] before;

    @SuppressWarnings("unused") // by VarHandle
    private PaddedFlag tail = new PaddedFlag();

    public ClhLock(int cores) {
        mine = new PaddedFlag[(cores + 1) * STRIDE];
        before = new PaddedFlag[(cores + 1) * STRIDE];
        for (int core = 0; core < cores; core++) {
            mine[index(core)] = new PaddedFlag();
        }
    }

    private static int index(int core) {
        return (core + 1) * STRIDE - 1;
    }

    /** A core's thread: returns when the lock is that core's. */
    public void lock(int core) {
        PaddedFlag own = mine[index(core)];
        own.raise();
        PaddedFlag predecessor = (PaddedFlag) TAIL.getAndSet(this, own);
        before[index(core)] = predecessor;
        if (predecessor.isUp()) {
            SpinWait.untilDown(predecessor);
        }
    }

    /** The core that holds the lock. */
    public void unlock(int core) {
        int index = index(core);
        PaddedFlag own = mine[index];
        mine[index] = before[index];
        own.lower();
    }
}
