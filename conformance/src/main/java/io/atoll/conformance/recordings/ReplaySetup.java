package io.atoll.conformance.recordings;

import io.atoll.kernel.LockingDiscipline;

/**
 * On what a recording is replayed. The recordings are of one core, and the answers must be the same
 * on any core of any image.
 *
 * @param fastpath whether the kernel may use its IPC fastpaths
 * @param cores of the image
 * @param home the core on which the recorded world is; the others have nothing to do
 * @param locking how the cores keep apart; of no meaning with one
 */
public record ReplaySetup(boolean fastpath, int cores, int home, LockingDiscipline locking) {
    /** An image of one core. */
    public static final ReplaySetup ONE_CORE =
            new ReplaySetup(true, 1, 0, LockingDiscipline.LOCK_FREE_FASTPATH);

    public ReplaySetup {
        if (home < 0 || home >= cores) {
            throw new IllegalArgumentException(
                    "an image of %d cores has no core %d".formatted(cores, home));
        }
    }

    public ReplaySetup withFastpath(boolean isUsed) {
        return new ReplaySetup(isUsed, cores, home, locking);
    }

    /** On core {@code core} of {@code count}. */
    public ReplaySetup onCore(int core, int count) {
        return new ReplaySetup(fastpath, count, core, locking);
    }

    public ReplaySetup withLocking(LockingDiscipline discipline) {
        return new ReplaySetup(fastpath, cores, home, discipline);
    }
}
