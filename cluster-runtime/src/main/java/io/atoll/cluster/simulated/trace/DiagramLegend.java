package io.atoll.cluster.simulated.trace;

import static io.atoll.cluster.simulated.trace.Svg.escaped;
import static io.atoll.cluster.simulated.trace.Svg.n;

import java.util.ArrayList;
import java.util.List;

/** What the colours of a {@link SpaceTimeDiagram} mean: rings, then doorbells, then threads. */
final class DiagramLegend {
    private static final int TOP = 74;
    private static final int ROW = 20;
    private static final int LETTER = 7;
    private static final int GAP = 58;

    private enum Sample {
        LINE,
        DASHES,
        BAR
    }

    private record Entry(String text, String colour, Sample sample) {
        double width() {
            return GAP + text.length() * LETTER;
        }
    }

    private DiagramLegend() {}

    /** Where it ends in a picture of that width. */
    static double bottom(DiagramContents contents, double width) {
        return TOP + rows(contents, width).size() * ROW;
    }

    static void draw(DiagramContents contents, double width, Svg svg) {
        double y = TOP;
        for (List<Entry> row : rows(contents, width)) {
            double x = DiagramLayout.MARGIN;
            for (Entry entry : row) {
                draw(entry, x, y, svg);
                x += entry.width();
            }
            y += ROW;
        }
    }

    /** Those of threads begin a row of their own. */
    private static List<List<Entry>> rows(DiagramContents contents, double width) {
        List<Entry> lines = new ArrayList<>();
        for (TracedRing ring : contents.shownRings()) {
            lines.add(new Entry("ring " + ring.name(), DiagramContents.colour(ring), Sample.LINE));
        }
        if (contents.flows().stream().anyMatch(flow -> !flow.isMessage())) {
            lines.add(new Entry("doorbell", DiagramContents.DOORBELL_COLOUR, Sample.DASHES));
        }
        List<Entry> threads = new ArrayList<>();
        contents.threadColours()
                .forEach((name, colour) -> threads.add(new Entry(name, colour, Sample.BAR)));
        List<List<Entry>> rows = new ArrayList<>();
        addRows(lines, width, rows);
        addRows(threads, width, rows);
        return rows;
    }

    private static void addRows(List<Entry> entries, double width, List<List<Entry>> rows) {
        List<Entry> row = null;
        double x = 0;
        for (Entry entry : entries) {
            if (row == null || x + entry.width() > width - 2 * DiagramLayout.MARGIN) {
                row = new ArrayList<>();
                rows.add(row);
                x = 0;
            }
            row.add(entry);
            x += entry.width();
        }
    }

    private static void draw(Entry entry, double x, double y, Svg svg) {
        switch (entry.sample) {
            case LINE ->
                    svg.add(
                            "<path d=\"M%s %sh24\" stroke=\"%s\" stroke-width=\"2.5\"/>",
                            n(x), n(y), entry.colour);
            case DASHES -> svg.add("<path class=\"d\" d=\"M%s %sh24\"/>", n(x), n(y));
            case BAR ->
                    svg.add(
                            "<rect x=\"%s\" y=\"%s\" width=\"%d\" height=\"12\" rx=\"2\""
                                    + " fill=\"%s\"/>",
                            n(x + 8), n(y - 6), DiagramLayout.BAR_WIDTH, entry.colour);
        }
        svg.add("<text x=\"%s\" y=\"%s\">%s</text>", n(x + 30), n(y + 4), escaped(entry.text));
    }
}
