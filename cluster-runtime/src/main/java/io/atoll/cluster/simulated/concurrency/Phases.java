package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;

/**
 * When slow paths have the image to themselves, as far as is known: those under way and those
 * queued behind them, in order. A slow path is executed when it arrives, so its phase is known from
 * then on; fastpaths that arrive before that phase go in between, and put off what comes after.
 *
 * <p>Each phase has a line of its own, which stands for the word that all look at, as that slow
 * path leaves it: otherwise who looks now would meet a transfer of that word that is still to come.
 */
final class Phases {
    private static final int AT_FIRST = 4;

    /** A slow path, from when on it keeps fastpaths out. */
    private static final class Phase {
        long begin;

        /** From when on there is no fastpath. */
        long still;

        long end;
        final CacheLine word;

        Phase(CacheLine word) {
            this.word = word;
        }
    }

    private final Interconnect interconnect;

    /** A ring; the one at the head is the last that is over, or the image's beginning. */
    private Phase[] ring = new Phase[AT_FIRST];

    private int head;
    private int size = 1;

    /**
     * @param first a core that has the word at first
     */
    Phases(Interconnect interconnect, int first) {
        this.interconnect = interconnect;
        ring[0] = new Phase(interconnect.newKernelLine(first));
    }

    private int place(int number) {
        return (head + number) & (ring.length - 1);
    }

    /** Nobody looks at an earlier time any more: what was over by then is forgotten. */
    void forget(long cycles) {
        while (size > 1 && ring[place(1)].end <= cycles) {
            head = place(1);
            size--;
        }
    }

    /** Which phase is the first that is not over at that time; there may be none. */
    private int notOver(long cycles) {
        int number = 1;
        while (number < size && ring[place(number)].end <= cycles) {
            number++;
        }
        return number;
    }

    /** The word as the last slow path that is over at that time has left it. */
    CacheLine word(long cycles) {
        return ring[place(notOver(cycles) - 1)].word;
    }

    /** Whether all slow paths that are known are over at that time. */
    boolean areOver(long cycles) {
        return notOver(cycles) == size;
    }

    /** Whether a slow path has the image at that time, or waits for fastpaths to leave it. */
    boolean isHeld(long cycles) {
        int next = notOver(cycles);
        return next < size && ring[place(next)].begin <= cycles;
    }

    /** When that slow path leaves. */
    long end(long cycles) {
        return ring[place(notOver(cycles))].end;
    }

    /**
     * A slow path comes after all others.
     *
     * @param begin from when on it keeps fastpaths out
     * @param still from when on there is none
     * @param holder the core, among all of the machine
     */
    void add(long begin, long still, long end, int holder) {
        if (size == ring.length) {
            grow();
        }
        int place = place(size++);
        Phase phase = ring[place];
        if (phase == null) {
            phase = ring[place] = new Phase(interconnect.newKernelLine(holder));
        }
        phase.begin = begin;
        phase.still = still;
        phase.end = end;
        phase.word.moveTo(holder);
    }

    private void grow() {
        Phase[] grown = new Phase[2 * ring.length];
        for (int i = 0; i < size; i++) {
            grown[i] = ring[place(i)];
        }
        ring = grown;
        head = 0;
    }

    /**
     * A fastpath went in, and is over at some time: slow paths that begin later wait for it.
     *
     * @return how much later all of them are over
     */
    long putOff(long entered, long left) {
        int first = 1;
        while (first < size && ring[place(first)].begin <= entered) {
            first++;
        }
        long delay = first < size ? left - ring[place(first)].still : 0;
        if (delay <= 0) {
            return 0;
        }
        for (int i = first; i < size; i++) {
            Phase phase = ring[place(i)];
            // The first has begun to wait before that.
            phase.begin += i == first ? 0 : delay;
            phase.still += delay;
            phase.end += delay;
        }
        return delay;
    }
}
