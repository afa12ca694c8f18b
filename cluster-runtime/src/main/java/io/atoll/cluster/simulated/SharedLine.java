package io.atoll.cluster.simulated;

import java.util.BitSet;

/**
 * The state of one cache line of shared memory: which cores have it, and which of them wrote it
 * last. Used by the machine's thread.
 */
final class SharedLine {
    /** In the order in which lines were first used, so the same in every run of a seed. */
    final int number;

    private final BitSet holders = new BitSet();
    private int owner;

    SharedLine(int number, SimulatedCore first) {
        this.number = number;
        this.owner = first.index();
        holders.set(owner);
    }

    /** Whether that core has the line: nobody wrote it since the core looked last. */
    boolean isHeldBy(SimulatedCore core) {
        return holders.get(core.index());
    }

    /** Whether nobody else has it. */
    boolean isHeldOnlyBy(SimulatedCore core) {
        return isHeldBy(core) && holders.cardinality() == 1;
    }

    /** A core reads it; returns the core from which it comes. */
    int fetch(SimulatedCore core) {
        holders.set(core.index());
        return owner;
    }

    /**
     * A core writes it, and the others have it no more.
     *
     * @return the core from which it comes, or that has to give it up
     */
    int take(SimulatedCore core) {
        int index = core.index();
        int from = owner != index ? owner : otherHolder(index);
        holders.clear();
        holders.set(index);
        owner = index;
        return from;
    }

    private int otherHolder(int index) {
        int first = holders.nextSetBit(0);
        int other = first == index ? holders.nextSetBit(index + 1) : first;
        return other < 0 ? index : other;
    }
}
