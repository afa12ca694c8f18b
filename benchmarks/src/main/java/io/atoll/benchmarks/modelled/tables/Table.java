package io.atoll.benchmarks.modelled.tables;

import java.util.ArrayList;
import java.util.List;

/**
 * Figures in rows and columns. For one thread.
 *
 * <p>A cell is a {@code Number}, a text, or null where there is nothing to say.
 */
public final class Table {
    /**
     * A row.
     *
     * @param cells may hold nulls
     */
    public record Row(String name, List<Object> cells) {}

    private final String name;
    private final String title;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param name for programs
     * @param title for people: what, and in which unit
     * @param columns headings of the cells
     */
    public Table(String name, String title, List<String> columns) {
        this.name = name;
        this.title = title;
        this.columns = List.copyOf(columns);
    }

    /** Adds a row; missing cells at its end are empty. */
    public Table add(String rowName, List<?> cells) {
        rows.add(new Row(rowName, new ArrayList<>(cells)));
        return this;
    }

    /** Adds a row. */
    public Table add(String rowName, Object... cells) {
        return add(rowName, java.util.Arrays.asList(cells));
    }

    /** Adds a heading between rows. */
    public Table heading(String text) {
        return add(text, List.of());
    }

    /** Adds a sentence below. */
    public Table note(String sentence) {
        notes.add(sentence);
        return this;
    }

    public String name() {
        return name;
    }

    public String title() {
        return title;
    }

    public List<String> columns() {
        return columns;
    }

    public List<Row> rows() {
        return List.copyOf(rows);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** The row of that name; null if there is none. */
    public Row row(String rowName) {
        return rows.stream().filter(row -> row.name.equals(rowName)).findFirst().orElse(null);
    }
}
