package io.atoll.cluster.topology;

/**
 * A description of a topology that cannot be read. The message is one sentence for the person who
 * wrote it: where, what is wrong, what would be right.
 */
public final class TopologyFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;

    /**
     * @param column of the description, from 1
     * @param problem what is wrong and what would be right, without the place
     */
    TopologyFormatException(int column, String problem) {
        super("topology, column %d: %s".formatted(column, problem));
        this.column = column;
    }

    /** Where in the description, from 1. */
    public int column() {
        return column;
    }
}
