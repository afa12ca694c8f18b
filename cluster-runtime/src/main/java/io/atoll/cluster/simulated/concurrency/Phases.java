package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;

import java.util.Arrays;

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

    private final Interconnect interconnect;

    // Rings. The phase at head is the last one that is over, or the image's beginning.
    private long[] begins = new long[AT_FIRST];
    private long[] stillFrom = new long[AT_FIRST];
    private long[] ends = new long[AT_FIRST];
    private CacheLine[] words = new CacheLine[AT_FIRST];
    private int head;
    private int size = 1;

    /**
     * @param first a core that has the word at first
     */
    Phases(Interconnect interconnect, int first) {
        this.interconnect = interconnect;
        words[0] = interconnect.newLine(first);
    }

    private int place(int number) {
        return (head + number) & (ends.length - 1);
    }

    /** Time goes on: what is over then is forgotten. */
    void goOn(long cycles) {
        while (size > 1 && ends[place(1)] <= cycles) {
            head = place(1);
            size--;
        }
    }

    /** The word as the last slow path that is over has left it. */
    CacheLine word() {
        return words[head];
    }

    /** Whether no slow path is known that is not over. */
    boolean isLastOver() {
        return size == 1;
    }

    /** Whether a slow path has the image at that time, or waits for fastpaths to leave it. */
    boolean isHeld(long cycles) {
        return size > 1 && begins[place(1)] <= cycles;
    }

    /** When that slow path leaves. */
    long end() {
        return ends[place(1)];
    }

    /** The word as that slow path leaves it. */
    CacheLine wordAtEnd() {
        return words[place(1)];
    }

    /**
     * A slow path comes after all others.
     *
     * @param begin from when on it keeps fastpaths out
     * @param still from when on there is none
     * @param holder the core, among all of the machine
     */
    void add(long begin, long still, long end, int holder) {
        if (size == ends.length) {
            grow();
        }
        int place = place(size++);
        begins[place] = begin;
        stillFrom[place] = still;
        ends[place] = end;
        if (words[place] == null) {
            words[place] = interconnect.newLine(holder);
        }
        words[place].moveTo(holder);
    }

    private void grow() {
        int length = ends.length;
        begins = unrolled(begins);
        stillFrom = unrolled(stillFrom);
        ends = unrolled(ends);
        CacheLine[] grown = new CacheLine[2 * length];
        for (int i = 0; i < length; i++) {
            grown[i] = words[place(i)];
        }
        words = grown;
        head = 0;
    }

    private long[] unrolled(long[] ring) {
        long[] grown = Arrays.copyOf(ring, 2 * ring.length);
        for (int i = 0; i < ring.length; i++) {
            grown[i] = ring[(head + i) & (ring.length - 1)];
        }
        return grown;
    }

    /**
     * A fastpath went in, and is over at some time: slow paths that begin later wait for it.
     *
     * @return how much later all of them are over
     */
    long putOff(long entered, long left) {
        int first = 1;
        while (first < size && begins[place(first)] <= entered) {
            first++;
        }
        if (first == size) {
            return 0;
        }
        long delay = left - stillFrom[place(first)];
        if (delay <= 0) {
            return 0;
        }
        stillFrom[place(first)] += delay;
        ends[place(first)] += delay;
        for (int i = first + 1; i < size; i++) {
            int place = place(i);
            begins[place] += delay;
            stillFrom[place] += delay;
            ends[place] += delay;
        }
        return delay;
    }
}
