package io.atoll.kernel.concurrency;

/**
 * The lock of one image of several cores, by the discipline chosen when the image was made. Cores
 * call it on their own threads; neither way in is reentrant. A machine whose cores are not threads
 * brings its own.
 */
public abstract class ImageLock {
    /** Fastpaths take no lock: {@link BigReaderLock}. */
    public static ImageLock lockFreeFastpath(int cores) {
        return new LockFreeFastpath(cores);
    }

    /** Fastpaths take the lock that everybody takes. */
    public static ImageLock bigLock(int cores) {
        return new BigLock(cores);
    }

    /** Enters the slow path. Blocking: on other cores that are in the kernel. */
    public abstract void enter(int core);

    /** Leaves the slow path. */
    public abstract void leave(int core);

    /**
     * Enters a fastpath. Blocking: without a lock on the slow path under way, if there is one, and
     * on none after it; with one on all that is under way or queued.
     */
    public abstract void enterFastpath(int core);

    /** Leaves a fastpath that was entered. */
    public abstract void leaveFastpath(int core);

    private static final class LockFreeFastpath extends ImageLock {
        private final BigReaderLock lock;

        LockFreeFastpath(int cores) {
            lock = new BigReaderLock(cores);
        }

        @Override
        public void enter(int core) {
            lock.write(core);
        }

        @Override
        public void leave(int core) {
            lock.endWrite(core);
        }

        @Override
        public void enterFastpath(int core) {
            lock.read(core);
        }

        @Override
        public void leaveFastpath(int core) {
            lock.endRead(core);
        }
    }

    private static final class BigLock extends ImageLock {
        private final ClhLock lock;

        BigLock(int cores) {
            lock = new ClhLock(cores);
        }

        @Override
        public void enter(int core) {
            lock.lock(core);
        }

        @Override
        public void leave(int core) {
            lock.unlock(core);
        }

        @Override
        public void enterFastpath(int core) {
            lock.lock(core);
        }

        @Override
        public void leaveFastpath(int core) {
            lock.unlock(core);
        }
    }
}
