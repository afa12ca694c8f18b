package io.atoll.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text in columns: the first flush left, the figures after it flush right, what follows
 * them flush left again. No blanks at the ends of lines. For one thread.
 */
public final class TextTable {
    private static final String GAP = "  ";

    private final int figures;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param figures columns with figures, beginning with the second
     */
    public TextTable(int figures) {
        this.figures = figures;
    }

    /** A name and cells; the columns become wide enough for all of them. */
    public void add(String name, List<String> cells) {
        rows.add(new Row(name, List.copyOf(cells), ""));
    }

    /** A name and a remark across the columns, whose width does not count. */
    public void addRemark(String name, String remark) {
        rows.add(new Row(name, List.of(), remark));
    }

    /** All rows, each ended by a line feed. */
    public String layOut() {
        int nameWidth = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
        int[] widths = cellWidths();
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            StringBuilder line = new StringBuilder(flushLeft(row.name, nameWidth));
            for (int column = 0; column < row.cells.size(); column++) {
                String cell = row.cells.get(column);
                line.append(GAP)
                        .append(
                                column < figures
                                        ? flushRight(cell, widths[column])
                                        : flushLeft(cell, widths[column]));
            }
            line.append(GAP).append(row.remark);
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int[] cellWidths() {
        int columns = rows.stream().mapToInt(row -> row.cells.size()).max().orElse(0);
        int[] widths = new int[columns];
        for (Row row : rows) {
            for (int column = 0; column < row.cells.size(); column++) {
                widths[column] = Math.max(widths[column], row.cells.get(column).length());
            }
        }
        return widths;
    }

    private static String flushLeft(String cell, int width) {
        return cell + " ".repeat(width - cell.length());
    }

    private static String flushRight(String cell, int width) {
        return " ".repeat(width - cell.length()) + cell;
    }

    private record Row(String name, List<String> cells, String remark) {}
}
