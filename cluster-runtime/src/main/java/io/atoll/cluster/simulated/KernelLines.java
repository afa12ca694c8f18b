package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.kernel.footprint.KernelState;
import io.atoll.kernel.scheduling.Scheduler;

/** The cache lines of one image's state: each is made when it is first used. */
final class KernelLines {
    private final Interconnect interconnect;
    private int moves;
    private int movedTo;

    KernelLines(Interconnect interconnect) {
        this.interconnect = interconnect;
    }

    /**
     * A line of a state, counted from 0.
     *
     * @param core who uses it; a line that nobody has used is that core's
     */
    CacheLine line(KernelState state, int index, int core) {
        CacheLine line = (CacheLine) state.lines;
        if (line == null) {
            state.lines = line = made(core);
        }
        for (int i = 0; i < index; i++) {
            if (line.next == null) {
                line.next = made(core);
            }
            line = line.next;
        }
        if (line.moves != moves) {
            line.moves = moves;
            // What a core has for itself stays there.
            if (!(state instanceof Scheduler)) {
                line.moveTo(movedTo);
            }
        }
        return line;
    }

    private CacheLine made(int core) {
        CacheLine line = interconnect.newKernelLine(core);
        line.moves = moves;
        return line;
    }

    /** As if only that core had used the objects of the image so far. */
    void moveTo(int core) {
        moves++;
        movedTo = core;
    }
}
