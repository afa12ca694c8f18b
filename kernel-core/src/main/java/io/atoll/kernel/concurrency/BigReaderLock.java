package io.atoll.kernel.concurrency;

/**
 * Keeps slow paths and fastpaths of one image apart: any number of cores may be inside a fastpath
 * at once (a reader), or one core in the slow path (the holder) and nobody in a fastpath. Readers
 * write no line that another reader writes.
 *
 * <p>Both sides first say that they are there and then look whether the other is, in volatile mode:
 * so at least one of the two sees the other (Dekker). A reader that sees a holder goes back and
 * takes the slow path; a holder that sees a reader waits until that has left its fastpath, which is
 * a bounded number of steps. What a holder did is visible to every reader that enters after it, and
 * what a reader did to every holder.
 */
public final class BigReaderLock {
    private final ClhLock lock;
    private final PaddedFlag[] readers;
    private final PaddedFlag holder = new PaddedFlag();

    public BigReaderLock(int cores) {
        lock = new ClhLock(cores);
        readers = new PaddedFlag[cores];
        for (int i = 0; i < cores; i++) {
            readers[i] = new PaddedFlag();
        }
    }

    /**
     * A core's thread enters a fastpath. Wait-free.
     *
     * @return false if a core holds the slow path: then this one is not inside
     */
    public boolean tryRead(int core) {
        PaddedFlag mine = readers[core];
        mine.raise();
        if (holder.isUp()) {
            mine.lower();
            return false;
        }
        return true;
    }

    /** The core leaves its fastpath. Wait-free. */
    public void endRead(int core) {
        readers[core].lower();
    }

    /**
     * A core's thread enters the slow path. Blocking: on those who came before, and on cores inside
     * a fastpath.
     */
    public void write(int core) {
        lock.lock(core);
        holder.raise();
        for (PaddedFlag reader : readers) {
            if (reader.isUp()) {
                SpinWait.untilDown(reader);
            }
        }
    }

    /** The core leaves the slow path. Wait-free. */
    public void endWrite(int core) {
        holder.lower();
        lock.unlock(core);
    }
}
