package io.atoll.cluster.simulated;

import java.util.Arrays;

/**
 * What is to happen on a machine, by virtual time: of each core, when it goes on, and the
 * interrupts that are on their way to it. Among cores whose time is the same the tie-break decides.
 *
 * <p>A tournament: the cores are the leaves of a binary tree, and each node holds the winner of the
 * two below it, that with the earlier time. A change plays the matches above one leaf again: so
 * many as there are levels, without allocation. Used by the machine's thread.
 */
final class Agenda {
    static final long NEVER = Long.MAX_VALUE;

    /** Instead of a core. */
    static final int NOBODY = -1;

    private final TieBreak ties;
    private final PendingInterrupts[] interrupts;

    /** When each core goes on; NEVER if nobody has said so, or it is running. */
    private final long[] turns;

    /** The earlier of a core's turn and its first interrupt. */
    private final long[] times;

    private final long[] places;

    /** The winner of each match: 1 is the last one, {@code 2n} and {@code 2n + 1} are below n. */
    private final int[] winners;

    /** Cores, rounded up to a power of two: the tree's leaves. */
    private final int leaves;

    Agenda(int cores, TieBreak ties) {
        this.ties = ties;
        leaves = Math.max(2, Integer.highestOneBit(2 * cores - 1));
        interrupts = new PendingInterrupts[cores];
        turns = new long[cores];
        times = new long[leaves];
        places = new long[leaves];
        winners = new int[leaves];
        Arrays.fill(turns, NEVER);
        Arrays.fill(times, NEVER);
        for (int node = leaves - 1; node >= 1; node--) {
            winners[node] = playerAt(2 * node);
        }
    }

    /** A core is to go on at that time, and at no other that was said before. */
    void setTurn(int core, long cycles) {
        turns[core] = cycles;
        PendingInterrupts coming = interrupts[core];
        setTime(core, coming == null ? cycles : Math.min(cycles, coming.firstCycles()));
    }

    /** When a core goes on, or {@link #NEVER}. */
    long turnOf(int core) {
        return turns[core];
    }

    /**
     * A core has its turn, and none after it that is known yet. Until {@link #endTurn} the matches
     * that it has won stay as they are: what it does next is most often known before anybody asks.
     */
    void takeTurn(int core) {
        turns[core] = NEVER;
    }

    /**
     * A core that had its turn goes on at that time; if that is {@link #NEVER}, when others have
     * said meanwhile.
     */
    void endTurn(int core, long cycles) {
        setTurn(core, cycles == NEVER ? turns[core] : cycles);
    }

    /** Of all cores but one, that to which something happens first. */
    int firstBeside(int core) {
        int first = playerAt((leaves + core) ^ 1);
        for (int node = (leaves + core) >>> 1; node > 1; node >>>= 1) {
            int player = playerAt(node ^ 1);
            if (isBefore(player, first)) {
                first = player;
            }
        }
        return first;
    }

    /** The same among some cores in a row, of which it is one; negative if it is the only one. */
    int firstBeside(int core, int from, int end) {
        return earlier(firstAmong(from, core), firstAmong(core + 1, end));
    }

    /** Of all cores but some in a row, that to which something happens first; or negative. */
    int firstOutside(int from, int end) {
        return earlier(firstAmong(0, from), firstAmong(end, interrupts.length));
    }

    /** Of some cores in a row, none of which has its turn; negative if there are none. */
    int firstAmong(int from, int end) {
        int first = NOBODY;
        int right = leaves + end;
        for (int left = leaves + from; left < right; left >>>= 1, right >>>= 1) {
            if ((left & 1) != 0) {
                first = earlier(first, playerAt(left++));
            }
            if ((right & 1) != 0) {
                first = earlier(first, playerAt(--right));
            }
        }
        return first;
    }

    /** Of two cores, or nobody, that to which something happens first. */
    int earlier(int a, int b) {
        return a == NOBODY || b != NOBODY && isBefore(b, a) ? b : a;
    }

    /** When something happens to a core, or to nobody; not of one that has its turn. */
    long timeOf(int core) {
        return core == NOBODY ? NEVER : times[core];
    }

    /** A core is to be given an interrupt. */
    void addInterrupt(long cycles, int core, int line, EventKind kind) {
        PendingInterrupts coming = interrupts[core];
        if (coming == null) {
            interrupts[core] = coming = new PendingInterrupts();
        }
        coming.add(cycles, line, kind);
        if (cycles < times[core]) {
            setTime(core, cycles);
        }
    }

    /** When something happens next, or {@link #NEVER}. */
    long nextCycles() {
        return times[winners[1]];
    }

    /** The core to which it happens. */
    int nextCore() {
        return winners[1];
    }

    /** The interrupts that are on their way to a core, if one is there before the core goes on. */
    PendingInterrupts dueBeforeTurn(int core) {
        PendingInterrupts coming = interrupts[core];
        return coming != null && coming.firstCycles() <= turns[core] ? coming : null;
    }

    /** The first interrupt of a core has come. */
    void takeInterrupt(int core) {
        interrupts[core].removeFirst();
        setTurn(core, turns[core]);
    }

    /** When the first interrupt comes to a core, or {@link #NEVER}. */
    long interruptOf(int core) {
        PendingInterrupts coming = interrupts[core];
        return coming == null ? NEVER : coming.firstCycles();
    }

    /** The interrupts that are on their way to a core. */
    void forEachInterruptOf(int core, PendingInterrupts.Visitor visitor) {
        if (interrupts[core] != null) {
            interrupts[core].forEach(visitor);
        }
    }

    /** Whether a core comes before another one at the same time. */
    boolean comesFirst(int core, int other, long cycles) {
        long place = ties.of(core, cycles);
        long otherPlace = ties.of(other, cycles);
        return place < otherPlace || place == otherPlace && core < other;
    }

    private void setTime(int core, long cycles) {
        times[core] = cycles;
        places[core] = cycles == NEVER ? 0 : ties.of(core, cycles);
        for (int node = (leaves + core) >>> 1; node >= 1; node >>>= 1) {
            int a = playerAt(2 * node);
            int b = playerAt(2 * node + 1);
            winners[node] = isBefore(b, a) ? b : a;
        }
    }

    private int playerAt(int node) {
        return node >= leaves ? node - leaves : winners[node];
    }

    private boolean isBefore(int b, int a) {
        if (times[b] != times[a]) {
            return times[b] < times[a];
        }
        return places[b] < places[a] || places[b] == places[a] && b < a;
    }
}
