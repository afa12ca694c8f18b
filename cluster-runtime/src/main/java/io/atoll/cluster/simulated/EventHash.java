package io.atoll.cluster.simulated;

import java.util.Arrays;

/**
 * One number over all that happened, in its order: two runs with the same number were the same run.
 * Keeps the first events, if told to, so that two runs that differ can be compared.
 */
public final class EventHash {
    private static final int MAX_KEPT = 1 << 20;
    private static final EventKind[] KINDS = EventKind.values();

    private final boolean keeps;
    private long hash;
    private long count;
    private long alarmCount = Long.MAX_VALUE;
    private Runnable alarm;
    private long[] hashes = {};
    private long[] cycles = {};
    private int[] whats = {};

    EventHash(boolean keeps) {
        this.keeps = keeps;
    }

    void add(EventKind kind, int core, long atCycles, long detail) {
        int what = kind.ordinal() << 16 | core;
        long next = SeededRandom.mix(hash ^ what) + atCycles;
        hash = SeededRandom.mix(next) ^ detail;
        if (keeps && count < MAX_KEPT) {
            keep((int) count, what, atCycles);
        }
        if (++count >= alarmCount) {
            alarmCount = Long.MAX_VALUE;
            alarm.run();
        }
    }

    /** Something is to be run once there are so many events, and once only. */
    void alarmAt(long events, Runnable action) {
        alarmCount = events;
        alarm = action;
    }

    private void keep(int index, int what, long atCycles) {
        if (index == hashes.length) {
            int longer = Math.max(1024, index * 2);
            hashes = Arrays.copyOf(hashes, longer);
            cycles = Arrays.copyOf(cycles, longer);
            whats = Arrays.copyOf(whats, longer);
        }
        hashes[index] = hash;
        cycles[index] = atCycles;
        whats[index] = what;
    }

    void addText(EventKind kind, int core, long atCycles, String text) {
        long detail = text.length();
        for (int i = 0; i < text.length(); i++) {
            detail = detail * 31 + text.charAt(i);
        }
        add(kind, core, atCycles, detail);
    }

    /** The number. */
    public long value() {
        return SeededRandom.mix(hash ^ count);
    }

    /** How many events it is over. */
    public long count() {
        return count;
    }

    /**
     * Where another run first went another way, in words; of two runs whose numbers differ and that
     * kept their events.
     */
    public String firstDifference(EventHash other) {
        int kept = (int) Math.min(MAX_KEPT, Math.min(count, other.count));
        for (int i = 0; i < kept; i++) {
            if (hashes[i] != other.hashes[i]) {
                return "event %,d was %s, then %s".formatted(i, at(i), other.at(i));
            }
        }
        return count == other.count
                ? "the first %,d events are the same".formatted(kept)
                : "one run had %,d events, the other %,d; the first %,d are the same"
                        .formatted(count, other.count, kept);
    }

    private String at(int index) {
        return "%s on core %d at cycle %,d"
                .formatted(
                        KINDS[whats[index] >>> 16].name().toLowerCase().replace('_', ' '),
                        whats[index] & 0xffff,
                        cycles[index]);
    }
}
