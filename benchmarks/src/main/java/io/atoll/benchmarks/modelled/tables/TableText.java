package io.atoll.benchmarks.modelled.tables;

import io.atoll.benchmarks.report.TextTable;

import java.util.List;
import java.util.Locale;

/** Tables as text of fixed width. */
public final class TableText {
    private TableText() {}

    /** A title, a line of columns, the rows, the notes; ends with a line feed. */
    public static String of(Table table) {
        TextTable text = new TextTable(table.columns().size());
        text.add("", table.columns());
        for (Table.Row row : table.rows()) {
            if (row.cells().isEmpty()) {
                text.addRemark(row.name(), "");
            } else {
                text.add("  " + row.name(), row.cells().stream().map(TableText::cell).toList());
            }
        }
        StringBuilder all = new StringBuilder(table.title()).append('\n').append(text.layOut());
        table.notes().forEach(note -> all.append("  ").append(note).append('\n'));
        return all.toString();
    }

    /** Several, with an empty line between. */
    public static String of(List<Table> tables) {
        return String.join("\n", tables.stream().map(TableText::of).toList());
    }

    private static String cell(Object cell) {
        return switch (cell) {
            case null -> "";
            case Double number -> figure(number);
            case Number whole -> String.format(Locale.ROOT, "%,d", whole.longValue());
            default -> cell.toString();
        };
    }

    /** Three digits or more. */
    static String figure(double number) {
        double size = Math.abs(number);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return Double.isFinite(number) ? String.format(Locale.ROOT, format, number) : "-";
    }
}
