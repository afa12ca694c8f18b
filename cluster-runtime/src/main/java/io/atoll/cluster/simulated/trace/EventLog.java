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
    private final long[] counts = new long[KINDS.length];
    private Standstill standstill;
    private long cutBefore;

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
        counts[kind.ordinal()]++;
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

    /** The run is to stand still where that says; before the machine is made. */
    public void stopBy(Standstill stops) {
        standstill = stops;
    }

    /** Whether the run may stand still, so that the machine has to say what comes. */
    public boolean isStopped() {
        return standstill != null;
    }

    /** The machine: an event of the hash is about to happen. */
    public void before(ComingEvent next) {
        standstill.before(next);
    }

    /** The machine: nothing happens any more. */
    public void atEnd() {
        if (standstill != null) {
            standstill.atEnd();
        }
    }

    /** The machine: it is to stop, so it must not stand still. */
    public void release() {
        if (standstill != null) {
            standstill.letGo();
        }
    }

    /**
     * The machine: a ring that was not heard of before; its number is the next one.
     *
     * @param address where it is in the host's memory
     */
    public TracedRing addRing(long address) {
        TracedRing ring = new TracedRing(rings.size(), address);
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
        return cutBefore + added - size();
    }

    /** How many events of that kind there were, kept or not. */
    public long count(TraceKind kind) {
        return counts[kind.ordinal()];
    }

    /** The last events of these, in a log of their own; this one if there are no more. */
    public EventLog last(int most) {
        if (size() <= most) {
            return this;
        }
        EventLog last = new EventLog(capacity);
        for (int i = size() - most; i < size(); i++) {
            TraceEvent event = get(i);
            last.add(
                    event.kind(),
                    event.number(),
                    event.core(),
                    event.fromCycles(),
                    event.cycles(),
                    event.other(),
                    event.detail(),
                    event.text());
        }
        last.rings.addAll(rings);
        last.cutBefore = dropped() + size() - most;
        return last;
    }

    /** The event of that index from 0, the oldest, to {@link #size}. */
    public TraceEvent get(int index) {
        int at = (int) (added - size() + index & texts.length - 1);
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
