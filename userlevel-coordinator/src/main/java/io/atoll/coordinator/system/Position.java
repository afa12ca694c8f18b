package io.atoll.coordinator.system;

/**
 * Where something begins in a source text.
 *
 * @param row line, from 1; 0 when the place is unknown
 * @param column column in characters, from 1 (a tab counts as one); 0 when the place is unknown
 */
public record Position(int row, int column) implements Comparable<Position> {
    /** The place of things that come from no text. */
    public static final Position NONE = new Position(0, 0);

    /** The first character of a text. */
    public static final Position START = new Position(1, 1);

    /** Orders by row, then by column: reading order. */
    @Override
    public int compareTo(Position other) {
        int byRow = Integer.compare(row, other.row);
        return byRow != 0 ? byRow : Integer.compare(column, other.column);
    }
}
