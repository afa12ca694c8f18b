package io.atoll.cluster.simulated;

import java.util.Arrays;

/**
 * One number over all that happened: what each core did, in its order, and in which order the cores
 * did what others have a part in. Two runs with the same number were the same run. What concerns a
 * core alone has no order among others, nor has what concerns the cores of one kernel among those
 * of other ones, so that the host may do it earlier or later.
 *
 * <p>Keeps the first events, if told to, so that two runs that differ can be compared.
 */
public final class EventHash {
    private static final int MAX_KEPT = 1 << 20;
    private static final EventKind[] KINDS = EventKind.values();

    private final boolean keeps;

    /** Of each core. */
    private final long[] own;

    /** Of each core, the number of its kernel; 0 if no other core has it. */
    private final int[] kernels;

    /**
     * The order in which cores did what all others have a part in; and, by the numbers of kernels
     * that several cores have, that in which these did what they did.
     */
    private long[] orders = new long[1];

    private long count;

    /** When the first of both is to be run. */
    private long alarmCount = Long.MAX_VALUE;

    private long actionCount = Long.MAX_VALUE;
    private Runnable action;
    private long limitCount = Long.MAX_VALUE;
    private Runnable atLimit;
    private long[] hashes = {};
    private long[] cycles = {};
    private int[] whats = {};

    EventHash(int cores, boolean keeps) {
        this.keeps = keeps;
        own = new long[cores];
        kernels = new int[cores];
    }

    /** These cores have one kernel. */
    void share(int firstCore, int endCore) {
        Arrays.fill(kernels, firstCore, endCore, orders.length);
        orders = Arrays.copyOf(orders, orders.length + 1);
    }

    void add(EventKind kind, int core, long atCycles, long detail) {
        int what = kind.ordinal() << 16 | core;
        long hash = SeededRandom.mix(SeededRandom.mix(own[core] ^ what) + atCycles) ^ detail;
        own[core] = hash;
        if (kind.isShared()) {
            orders[0] = SeededRandom.mix(orders[0] ^ hash);
        }
        int kernel = kernels[core];
        if (kernel != 0) {
            orders[kernel] = SeededRandom.mix(orders[kernel] ^ hash);
        }
        if (keeps && count < MAX_KEPT) {
            keep((int) count, what, atCycles, hash);
        }
        if (++count >= alarmCount) {
            alarm();
        }
    }

    private void alarm() {
        if (count >= limitCount) {
            limitCount = Long.MAX_VALUE;
            atLimit.run();
        }
        if (count >= actionCount) {
            actionCount = Long.MAX_VALUE;
            action.run();
        }
        alarmCount = Math.min(actionCount, limitCount);
    }

    /** Something is to be run once there are so many events, and once only. */
    void alarmAt(long events, Runnable toDo) {
        actionCount = events;
        action = toDo;
        alarmCount = Math.min(actionCount, limitCount);
    }

    /** The same, beside it: the run is to end. */
    void limitAt(long events, Runnable toDo) {
        limitCount = events;
        atLimit = toDo;
        alarmCount = Math.min(actionCount, limitCount);
    }

    private void keep(int index, int what, long atCycles, long hash) {
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
        long all = count;
        for (long order : orders) {
            all = SeededRandom.mix(all ^ order);
        }
        for (long hash : own) {
            all = SeededRandom.mix(all ^ hash);
        }
        return all;
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
