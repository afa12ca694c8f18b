package io.atoll.kernel.concurrency;

/**
 * Keeps slow paths and fastpaths of one image apart: any number of cores may be inside a fastpath
 * at once (a reader), or one core in the slow path (the holder) and nobody in a fastpath. Readers
 * write no line that another reader writes.
 *
 * <p>Both sides first say that they are there and then look whether the other is, in volatile mode:
 * so at least one of the two sees the other (Dekker). What a holder did is visible to every reader
 * that enters after it, and what a reader did to every holder.
 *
 * <p>The lock is phase-fair (Brandenburg and Anderson, "Spin-based reader-writer synchronization
 * for multiprocessor real-time systems", 2010). Holders come one after the other, in the order in
 * which they asked; the time of each is a phase, with an odd number. A reader that comes in a phase
 * writes that number into its word and waits until the phase is over. The holder of that phase
 * passes over it; the next one waits for it, whether it has noticed by then that it may enter or
 * not. So between two holders those readers enter that waited, all at once:
 *
 * <ul>
 *   <li>a reader waits for the rest of one phase, however many holders are queued;
 *   <li>a holder waits for the holders before it and, in front of each of these and of itself, for
 *       one fastpath of each core: a stream of fastpaths does not keep it out.
 * </ul>
 *
 * <p>It follows that there is no convoy: a reader that a holder keeps out does not become a holder,
 * which would keep out others.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>phase</td><td>anybody, volatile</td><td>the holder: its beginning volatile, its end release</td>
 * <td>lock</td></tr>
 * <tr><td>readers[i]</td><td>the holder, volatile</td><td>core i: {@link #INSIDE} volatile, all else
 * release</td><td>–</td></tr>
 * </table>
 */
public final class BigReaderLock {
    /** Of a reader's word: the core is not in a fastpath. */
    private static final int OUTSIDE = 0;

    /**
     * The core is in a fastpath, or looks whether it may be. Even, so not the number of a phase.
     */
    private static final int INSIDE = 2;

    private final ClhLock lock;
    private final PaddedWord[] readers;

    /** Odd while there is a holder. May overflow: nobody outlasts two phases. */
    private final PaddedWord phase = new PaddedWord();

    public BigReaderLock(int cores) {
        lock = new ClhLock(cores);
        readers = new PaddedWord[cores];
        for (int i = 0; i < cores; i++) {
            readers[i] = new PaddedWord();
        }
    }

    /**
     * A core's thread enters a fastpath. Wait-free while no core holds the slow path; otherwise
     * blocking, until that core has left it.
     */
    public void read(int core) {
        PaddedWord mine = readers[core];
        mine.setVolatile(INSIDE);
        int seen = phase.getVolatile();
        if (isHeld(seen)) {
            awaitEnd(mine, seen);
        }
    }

    private static boolean isHeld(int phase) {
        return (phase & 1) != 0;
    }

    /** The next holder, if it is there when this returns, has seen this core and waits for it. */
    private void awaitEnd(PaddedWord mine, int seen) {
        // Release is enough: until the holder sees it, it takes this core for one that is inside.
        mine.setRelease(seen);
        SpinWait.whileIs(phase, seen);
    }

    /** For tests: whether a core waits for the end of the phase. */
    boolean isWaiting(int core) {
        int seen = phase.getVolatile();
        return isHeld(seen) && readers[core].getVolatile() == seen;
    }

    /** The core leaves its fastpath. Wait-free. */
    public void endRead(int core) {
        readers[core].setRelease(OUTSIDE);
    }

    /**
     * A core's thread enters the slow path. Blocking: on those who asked before, and on cores
     * inside a fastpath.
     */
    public void write(int core) {
        lock.lock(core);
        int mine = phase.getPlain() + 1;
        phase.setVolatile(mine);
        for (PaddedWord reader : readers) {
            if (isInside(reader.getVolatile(), mine)) {
                awaitLeaving(reader, mine);
            }
        }
    }

    /**
     * Whether a core may be in a fastpath: it is not if it waits for the end of this very phase.
     */
    private static boolean isInside(int reader, int phase) {
        return reader != OUTSIDE && reader != phase;
    }

    private static void awaitLeaving(PaddedWord reader, int phase) {
        int seen = reader.getVolatile();
        while (isInside(seen, phase)) {
            SpinWait.whileIs(reader, seen);
            seen = reader.getVolatile();
        }
    }

    /** The core leaves the slow path. Wait-free. */
    public void endWrite(int core) {
        phase.setRelease(phase.getPlain() + 1);
        lock.unlock(core);
    }
}
