package io.atoll.conformance.sel4test;

import io.atoll.kernel.LockingDiscipline;

/**
 * On what a test runs. It must pass on all of them.
 *
 * @param fastpath whether the kernel uses its IPC fastpaths
 * @param cores of the image; a test that is about several cores gets two at least
 * @param locking how the cores keep apart; of no meaning with one
 * @param processes where helper processes are
 * @param clock what kind of machine it is
 */
public record Setup(
        boolean fastpath, int cores, LockingDiscipline locking, Processes processes, Clock clock) {
    /** Where the processes of a test are that it does not place itself. */
    public enum Processes {
        /** On core 0, with the runner and its threads. */
        TOGETHER,

        /** On the other cores and core 0, in turns. */
        SPREAD
    }

    /** What time is on a machine. */
    public enum Clock {
        /** Virtual: every run is the same. */
        VIRTUAL,

        /** The host's: each core is a host thread. */
        REAL
    }

    /** One core in virtual time. */
    public static final Setup ONE_CORE =
            new Setup(
                    true,
                    1,
                    LockingDiscipline.LOCK_FREE_FASTPATH,
                    Processes.TOGETHER,
                    Clock.VIRTUAL);

    public Setup {
        if (cores < 1) {
            throw new IllegalArgumentException("an image has a core at least, not " + cores);
        }
    }

    public Setup withFastpath(boolean isUsed) {
        return new Setup(isUsed, cores, locking, processes, clock);
    }

    public Setup withCores(int count) {
        return new Setup(fastpath, count, locking, processes, clock);
    }

    public Setup withLocking(LockingDiscipline discipline) {
        return new Setup(fastpath, cores, discipline, processes, clock);
    }

    public Setup withProcesses(Processes placed) {
        return new Setup(fastpath, cores, locking, placed, clock);
    }

    public Setup withClock(Clock kind) {
        return new Setup(fastpath, cores, locking, processes, kind);
    }
}
