package io.atoll.cluster.simulated;

import java.util.PriorityQueue;

/**
 * What is to happen on a machine, by virtual time; among equals as the tie-break says. Used by the
 * machine's thread.
 */
final class Agenda {
    static final long NEVER = Long.MAX_VALUE;

    /**
     * One entry.
     *
     * @param cycles when
     * @param tie who comes first among equals; if these are equal too, who was put here first
     * @param core whose turn it is
     * @param line the interrupt line that it is given, or {@link #TURN}
     * @param kind of the interrupt
     */
    record Entry(long cycles, long tie, long number, SimulatedCore core, int line, EventKind kind)
            implements Comparable<Entry> {
        private static final int TURN = -1;

        boolean isTurn() {
            return line == TURN;
        }

        @Override
        public int compareTo(Entry other) {
            int byCycles = Long.compare(cycles, other.cycles);
            if (byCycles != 0) {
                return byCycles;
            }
            int byTie = Long.compare(tie, other.tie);
            return byTie != 0 ? byTie : Long.compare(number, other.number);
        }
    }

    private final TieBreak ties;
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long added;

    Agenda(TieBreak ties) {
        this.ties = ties;
    }

    /** A core is to go on at that time. Any turn that it had before is void. */
    void addTurn(long cycles, SimulatedCore core) {
        core.turn = add(cycles, core, Entry.TURN, null);
    }

    /** A core is to be given an interrupt. */
    void addInterrupt(long cycles, SimulatedCore core, int line, EventKind kind) {
        add(cycles, core, line, kind);
    }

    private Entry add(long cycles, SimulatedCore core, int line, EventKind kind) {
        Entry entry = new Entry(cycles, ties.next(), added++, core, line, kind);
        entries.add(entry);
        return entry;
    }

    /** Takes what comes next; null if nothing does. */
    Entry take() {
        dropVoid();
        return entries.poll();
    }

    /** When that will be, or {@link #NEVER}. */
    long nextCycles() {
        dropVoid();
        Entry next = entries.peek();
        return next == null ? NEVER : next.cycles;
    }

    private void dropVoid() {
        Entry next = entries.peek();
        while (next != null && next.isTurn() && next.core.turn != next) {
            entries.poll();
            next = entries.peek();
        }
    }
}
