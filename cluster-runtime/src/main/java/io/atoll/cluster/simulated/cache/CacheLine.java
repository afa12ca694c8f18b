package io.atoll.cluster.simulated.cache;

import java.util.Arrays;

/**
 * The state of one cache line: which cores have it, and how. The holders of most lines are one or
 * two cores; up to {@value #FEW} are kept in a word, more in a bit for each core of the machine.
 * Changed by the {@link Interconnect}.
 *
 * <p>Beside that it carries what concurrency control keeps about what the line stands for.
 */
public final class CacheLine {
    private static final int FEW = 4;
    private static final int INDEX_BITS = 16;
    private static final long INDEX = (1 << INDEX_BITS) - 1;

    /** In the order in which lines of its kind were first used, the same in every run of a seed. */
    public final int number;

    /** The line behind it, of the same kernel state; null if none was used. */
    public CacheLine next;

    // For concurrency control.

    /** Nobody else may change, or read, what it stands for before that cycle. */
    public long writtenUntil;

    /** Nobody else may change it before that cycle. */
    public long readUntil;

    /** The kernel entry that used it last, by its number among all of the machine. */
    public long entry;

    /** How often the image's state had been moved when this was used last. */
    public int moves;

    private LineState state = LineState.EXCLUSIVE;

    /** Who has it alone, or, if it is shared, wrote it last or had it first. */
    private int owner;

    /** Holders of a shared line, 16 bits each, as long as they are few. */
    private long few;

    private int holderCount = 1;

    /** Holders of a shared line, a bit for each, once they are many; kept for the next time. */
    private long[] many;

    /** When the last transfer of the line will be over: the next one begins then. */
    private long busyUntil;

    /**
     * @param first the core that uses it first, and has it
     */
    public CacheLine(int number, int first) {
        this.number = number;
        this.owner = first;
        this.few = first;
    }

    public LineState state() {
        return state;
    }

    /** Who has it alone, or, if it is shared, wrote it last or had it first. */
    public int owner() {
        return owner;
    }

    public int holders() {
        return holderCount;
    }

    long busyUntil() {
        return busyUntil;
    }

    void busyUntil(long cycles) {
        busyUntil = cycles;
    }

    /** Whether a core has the line: nobody wrote it since the core looked last. */
    public boolean isHeldBy(int core) {
        return state == LineState.SHARED ? isAmongHolders(core) : owner == core;
    }

    /** Whether a core has the line, and nobody else has it. */
    public boolean isHeldOnlyBy(int core) {
        return holderCount == 1 && isHeldBy(core);
    }

    /** Whether a core can read the line, or write it, and nothing about it changes. */
    public boolean isAtHand(int core, boolean writes) {
        return writes ? state == LineState.MODIFIED && owner == core : isHeldBy(core);
    }

    private boolean isAmongHolders(int core) {
        if (holderCount > FEW) {
            return (many[core >>> 6] & 1L << core) != 0;
        }
        for (int i = 0; i < holderCount; i++) {
            if (holder(i) == core) {
                return true;
            }
        }
        return false;
    }

    /** One of few holders. */
    int holder(int number) {
        return (int) (few >>> number * INDEX_BITS & INDEX);
    }

    boolean hasFewHolders() {
        return holderCount <= FEW;
    }

    /** The holders as a bit for each core; of a line that has many. */
    long[] manyHolders() {
        return many;
    }

    /** A core has it alone. */
    void takeAlone(int core, LineState as) {
        if (holderCount > FEW) {
            Arrays.fill(many, 0);
        }
        state = as;
        owner = core;
        few = core;
        holderCount = 1;
    }

    /** A core that has not got the line gets a copy. */
    void share(int core, int cores) {
        state = LineState.SHARED;
        if (holderCount < FEW) {
            few |= (long) core << holderCount * INDEX_BITS;
        } else {
            if (holderCount == FEW) {
                spread(cores);
            }
            many[core >>> 6] |= 1L << core;
        }
        holderCount++;
    }

    private void spread(int cores) {
        if (many == null) {
            many = new long[(cores + 63) >>> 6];
        }
        for (int i = 0; i < FEW; i++) {
            int holder = holder(i);
            many[holder >>> 6] |= 1L << holder;
        }
    }

    /** As if only that core had ever used it, and had written it. */
    public void moveTo(int core) {
        takeAlone(core, LineState.MODIFIED);
    }
}
