package io.atoll.cluster.simulated;

import java.util.Arrays;

/**
 * Interrupts on their way to one core, by the time at which they come; of those that come at the
 * same time, by their lines. Used by the machine's thread.
 */
final class PendingInterrupts {
    private static final EventKind[] KINDS = EventKind.values();
    private static final int FEW = 4;

    private long[] cycles = new long[FEW];

    /** Line and kind. */
    private int[] whats = new int[FEW];

    private int count;

    void add(long atCycles, int line, EventKind kind) {
        if (count == cycles.length) {
            cycles = Arrays.copyOf(cycles, 2 * count);
            whats = Arrays.copyOf(whats, 2 * count);
        }
        int what = line << 8 | kind.ordinal();
        // The latest is first: the next one is taken from the end.
        int index = count++;
        for (; index > 0 && isBefore(index - 1, atCycles, what); index--) {
            cycles[index] = cycles[index - 1];
            whats[index] = whats[index - 1];
        }
        cycles[index] = atCycles;
        whats[index] = what;
    }

    private boolean isBefore(int index, long atCycles, int what) {
        return cycles[index] < atCycles || cycles[index] == atCycles && whats[index] <= what;
    }

    /** When the next one comes, or {@link Agenda#NEVER}. */
    long firstCycles() {
        return count == 0 ? Agenda.NEVER : cycles[count - 1];
    }

    int firstLine() {
        return whats[count - 1] >>> 8;
    }

    EventKind firstKind() {
        return KINDS[whats[count - 1] & 0xff];
    }

    /** All of them, the first one first; for who looks at the machine. */
    void forEach(Visitor visitor) {
        for (int i = count - 1; i >= 0; i--) {
            visitor.visit(cycles[i], whats[i] >>> 8, KINDS[whats[i] & 0xff]);
        }
    }

    /** Is told of interrupts. */
    @FunctionalInterface
    interface Visitor {
        void visit(long arrivalCycles, int line, EventKind kind);
    }

    void removeFirst() {
        count--;
    }
}
