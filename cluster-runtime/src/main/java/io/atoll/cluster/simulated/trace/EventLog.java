package io.atoll.cluster.simulated.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last events of a run, in the order in which they ended: as many as its capacity, so that a
 * long run takes no more memory than a short one. Written by the machine's thread; to be read once
 * that has stopped, or stands still.
 */
public final class EventLog {
    /** Enough for some ten thousand messages; below 10 MiB. */
    public static final int DEFAULT_CAPACITY = 1 << 17;

    private static final int FIRST_LENGTH = 1 << 10;
    private static final int INTS = 3;
    private static final int LONGS = 4;
    private static final TraceKind[] KINDS = TraceKind.values();

    private final int capacity;

    /** Kind, core, other of each event. */
    private int[] ints = {};

    /** Number, begin, end, detail of each event. */
    private long[] longs = {};

    private String[] texts = {};
    private long added;
    private final List<TracedRing> rings = new ArrayList<>();
    private final Checkpoints checkpoints = new Checkpoints();

    /**
     * @param capacity events that it keeps, a power of two
     */
    public EventLog(int capacity) {
        if (capacity < FIRST_LENGTH || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("a log cannot keep %d events".formatted(capacity));
        }
        this.capacity = capacity;
    }

    /** Keeps {@link #DEFAULT_CAPACITY} events. */
    public EventLog() {
        this(DEFAULT_CAPACITY);
    }

    /** The machine: this has happened; see {@link TraceEvent}. */
    public void add(
            TraceKind kind,
            long number,
            int core,
            long fromCycles,
            long cycles,
            int other,
            long detail,
            String text) {
        if (added == texts.length && added < capacity) {
            grow();
        }
        int at = (int) (added++ & texts.length - 1);
        ints[at * INTS] = kind.ordinal();
        ints[at * INTS + 1] = core;
        ints[at * INTS + 2] = other;
        longs[at * LONGS] = number;
        longs[at * LONGS + 1] = fromCycles;
        longs[at * LONGS + 2] = cycles;
        longs[at * LONGS + 3] = detail;
        texts[at] = text;
    }

    private void grow() {
        int longer = Math.max(FIRST_LENGTH, texts.length * 2);
        ints = Arrays.copyOf(ints, longer * INTS);
        longs = Arrays.copyOf(longs, longer * LONGS);
        texts = Arrays.copyOf(texts, longer);
    }

    /** The machine: a ring that was not heard of before; its number is the next one. */
    public TracedRing addRing() {
        TracedRing ring = new TracedRing(rings.size());
        rings.add(ring);
        return ring;
    }

    /** Rings that messages went through, by number. */
    public List<TracedRing> rings() {
        return rings;
    }

    /** Of the whole run. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Events that it keeps. */
    public int size() {
        return (int) Math.min(added, texts.length);
    }

    /** Events that were there and are not kept. */
    public long dropped() {
        return added - size();
    }

    /** The event of that index from 0, the oldest, to {@link #size}. */
    public TraceEvent get(int index) {
        int at = (int) (dropped() + index & texts.length - 1);
        return new TraceEvent(
                KINDS[ints[at * INTS]],
                longs[at * LONGS],
                ints[at * INTS + 1],
                longs[at * LONGS + 1],
                longs[at * LONGS + 2],
                ints[at * INTS + 2],
                longs[at * LONGS + 3],
                texts[at]);
    }

    /** All that it keeps. */
    public List<TraceEvent> events() {
        List<TraceEvent> all = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            all.add(get(i));
        }
        return all;
    }
}
