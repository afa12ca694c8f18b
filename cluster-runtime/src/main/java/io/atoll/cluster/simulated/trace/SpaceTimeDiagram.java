package io.atoll.cluster.simulated.trace;

import static io.atoll.cluster.simulated.trace.Svg.escaped;
import static io.atoll.cluster.simulated.trace.Svg.n;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A run as a space-time diagram (Lamport, 1978): clusters side by side with a bar for each core,
 * virtual time from the top down, an arrow for each message in its ring's colour, a dashed one for
 * each doorbell; what never arrives ends in a cross. One SVG file that needs nothing else.
 */
public final class SpaceTimeDiagram {
    /** Messages and doorbells in a picture, unless somebody wants more. */
    public static final int DEFAULT_MESSAGES = 500;

    private static final int MARGIN = 24;
    private static final int LEFT = 116;
    private static final int TOP_OF_LEGEND = 74;
    private static final int LEGEND_ROW = 20;
    private static final int LEGEND_LETTER = 7;
    private static final int LEGEND_GAP = 58;
    private static final int BAR_WIDTH = 9;
    private static final int NARROW_CORE = 56;
    private static final int WIDE_CORE = 164;

    /** With more cores there is no room for names beside the bars. */
    private static final int MOST_WIDE_CORES = 4;

    private static final int MARK_LETTER = 6;
    private static final int MARK_GAP = 16;
    private static final int ROW = 13;
    private static final int MOST_LETTERS = 58;
    private static final int MOST_LABELS = 150;

    /** Okabe and Ito's colours, which people with any colour vision can tell apart. */
    private static final List<String> RING_COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#a8528a", "#b07c00", "#2f8fc4", "#5b5b5b");

    private static final List<String> THREAD_COLOURS =
            List.of(
                    "#a6c8e4", "#f3c39b", "#a9d8c2", "#e2bcd5", "#ead79a", "#c9c6e8", "#c8d6a8",
                    "#d9c4b4", "#b8dfe4", "#e7b5b0");

    private static final String DOORBELL_COLOUR = "#777";
    private static final String LOST_COLOUR = "#c8102e";

    private final TracedRun run;
    private final List<Flow> flows;
    private final int cut;
    private final List<TraceEvent> slices = new ArrayList<>();
    private final List<TraceEvent> marks = new ArrayList<>();
    private final Map<String, String> threadColours = new LinkedHashMap<>();
    private final boolean isWide;

    /** Room for what is said beside the columns. */
    private final int right;

    private final int coreSpace;
    private final double[] columns;
    private final double width;
    private final double top;
    private final TimeScale scale;
    private final Svg svg = new Svg();

    private SpaceTimeDiagram(TracedRun run, int mostMessages) {
        this.run = run;
        List<TraceEvent> events = run.log().events();
        long last = 0;
        for (TraceEvent event : events) {
            if (event.kind() != TraceKind.DOORBELL) {
                last = Math.max(last, event.cycles());
            }
        }
        List<Flow> all = Flow.of(run.log(), last);
        cut = Math.max(0, all.size() - mostMessages);
        flows = all.subList(cut, all.size());
        long from = cut == 0 || flows.isEmpty() ? 0 : flows.getFirst().fromCycles();
        for (TraceEvent event : events) {
            if (event.cycles() >= from) {
                sort(event);
            }
        }
        isWide = run.coreCount() <= MOST_WIDE_CORES;
        coreSpace = isWide ? WIDE_CORE : NARROW_CORE;
        columns = columns();
        right = marksWidth();
        width = columns[columns.length - 1] + coreSpace / 2.0 + right;
        top = TOP_OF_LEGEND + legendRows().size() * LEGEND_ROW + 46;
        scale = new TimeScale(moments(from, last), top + 14);
    }

    private void sort(TraceEvent event) {
        switch (event.kind()) {
            case RUNNING -> {
                slices.add(event);
                threadColours.computeIfAbsent(
                        event.text(),
                        _ -> THREAD_COLOURS.get(threadColours.size() % THREAD_COLOURS.size()));
            }
            case OUTPUT, FAULT, INJECTED, PROGRAM_ENDED -> marks.add(event);
            default -> {
                // messages are flows; the rest is too much for a picture
            }
        }
    }

    /** The picture, with so many messages and doorbells at most: the last ones. */
    public static String of(TracedRun run, int mostMessages) {
        return new SpaceTimeDiagram(run, mostMessages).draw();
    }

    private int marksWidth() {
        int letters = marks.stream().mapToInt(mark -> words(mark).length()).max().orElse(0);
        return MARK_GAP + MARGIN + Math.min(MOST_LETTERS, letters) * MARK_LETTER;
    }

    private double[] columns() {
        double[] places = new double[run.coreCount()];
        int clusterCount = run.clusters().size();
        double gap = coreSpace + Math.max(60, Math.min(220, 800.0 / clusterCount));
        double x = LEFT + coreSpace / 2.0;
        int core = 0;
        for (List<Integer> cluster : run.clusters()) {
            for (int i = 0; i < cluster.size(); i++) {
                places[core++] = x;
                x += coreSpace;
            }
            x += gap - coreSpace;
        }
        return places;
    }

    private TreeSet<Long> moments(long fromCycles, long lastCycles) {
        TreeSet<Long> moments = new TreeSet<>();
        moments.add(run.picos(fromCycles));
        moments.add(run.picos(lastCycles));
        for (Flow flow : flows) {
            moments.add(run.picos(flow.fromCycles()));
            moments.add(run.picos(Math.min(lastCycles, flow.toCycles())));
        }
        marks.forEach(mark -> moments.add(run.picos(mark.cycles())));
        return moments;
    }

    private double y(long cycles) {
        return scale.y(run.picos(cycles));
    }

    private String draw() {
        double height = scale.bottom() + 40;
        svg.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\""
                        + " viewBox=\"0 0 %1$s %2$s\" font-family=\"Inter,'Segoe UI','DejaVu"
                        + " Sans',Helvetica,Arial,sans-serif\" font-size=\"12\">",
                n(width), n(height));
        svg.add("<title>%s: messages in virtual time</title>", escaped(run.system()));
        style();
        svg.add("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
        heading();
        legend();
        clusters();
        ticks();
        cores();
        for (Flow flow : flows) {
            draw(flow);
        }
        marks();
        return svg.add("</svg>").toString();
    }

    private void style() {
        svg.add("<style>.m{fill:none;stroke-width:1.5}.d{fill:none;stroke:%s;", DOORBELL_COLOUR);
        svg.add("stroke-width:1.1;stroke-dasharray:4 3}.t{fill:#8a8a8a;font-size:10px}");
        svg.add(".n{font-size:10px}.m:hover,.d:hover{stroke-width:4}</style><defs>");
        for (String colour : usedColours()) {
            svg.add(
                    "<marker id=\"a%s\" viewBox=\"0 0 8 8\" refX=\"7.4\" refY=\"4\""
                        + " markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\""
                        + " orient=\"auto\"><path d=\"M0 .8 8 4 0 7.2z\" fill=\"%s\"/></marker>",
                    colour.substring(1), colour);
        }
        svg.add("</defs>");
    }

    private Set<String> usedColours() {
        Set<String> colours = new LinkedHashSet<>();
        flows.forEach(flow -> colours.add(colour(flow)));
        return colours;
    }

    private static String colour(Flow flow) {
        return flow.state() == Flow.State.LOST
                ? LOST_COLOUR
                : flow.isMessage() ? colour(flow.ring()) : DOORBELL_COLOUR;
    }

    private static String colour(TracedRing ring) {
        return RING_COLOURS.get(ring.number() % RING_COLOURS.size());
    }

    private void heading() {
        svg.add(
                "<text x=\"%d\" y=\"30\" font-size=\"18\" font-weight=\"600\">%s</text>",
                24, escaped(run.system()));
        svg.add("<text x=\"24\" y=\"50\" fill=\"#666\">%s</text>", escaped(run.describe()));
    }

    // The legend: rings, then doorbells, then threads.

    private List<TracedRing> shownRings() {
        return run.log().rings().stream()
                .filter(ring -> flows.stream().anyMatch(flow -> flow.ring() == ring))
                .toList();
    }

    /** Entries of the legend, put into rows; those of threads begin a row of their own. */
    private List<List<LegendEntry>> legendRows() {
        List<LegendEntry> lines = new ArrayList<>();
        for (TracedRing ring : shownRings()) {
            lines.add(new LegendEntry("ring " + ring.name(), colour(ring), Sample.LINE));
        }
        if (flows.stream().anyMatch(flow -> !flow.isMessage())) {
            lines.add(new LegendEntry("doorbell", DOORBELL_COLOUR, Sample.DASHES));
        }
        List<LegendEntry> threads = new ArrayList<>();
        threadColours.forEach(
                (name, colour) -> threads.add(new LegendEntry(name, colour, Sample.BAR)));
        List<List<LegendEntry>> rows = new ArrayList<>();
        addRows(lines, rows);
        addRows(threads, rows);
        return rows;
    }

    private enum Sample {
        LINE,
        DASHES,
        BAR
    }

    private record LegendEntry(String text, String colour, Sample sample) {
        double width() {
            return LEGEND_GAP + text.length() * LEGEND_LETTER;
        }
    }

    private void addRows(List<LegendEntry> entries, List<List<LegendEntry>> rows) {
        List<LegendEntry> row = null;
        double x = 0;
        for (LegendEntry entry : entries) {
            if (row == null || x + entry.width() > width - 2 * MARGIN) {
                row = new ArrayList<>();
                rows.add(row);
                x = 0;
            }
            row.add(entry);
            x += entry.width();
        }
    }

    private void legend() {
        double y = TOP_OF_LEGEND;
        for (List<LegendEntry> row : legendRows()) {
            double x = MARGIN;
            for (LegendEntry entry : row) {
                draw(entry, x, y);
                x += entry.width();
            }
            y += LEGEND_ROW;
        }
    }

    private void draw(LegendEntry entry, double x, double y) {
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
                            n(x + 8), n(y - 6), BAR_WIDTH, entry.colour);
        }
        svg.add("<text x=\"%s\" y=\"%s\">%s</text>", n(x + 30), n(y + 4), escaped(entry.text));
    }

    // The columns.

    private void clusters() {
        int core = 0;
        for (int cluster = 0; cluster < run.clusters().size(); cluster++) {
            int size = run.clusters().get(cluster).size();
            double left = columns[core] - coreSpace / 2.0 + 4;
            double right = columns[core + size - 1] + coreSpace / 2.0 - 4;
            svg.add(
                    "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"8\""
                            + " fill=\"#f5f6f8\"/>",
                    n(left), n(top - 38), n(right - left), n(scale.bottom() - top + 62));
            svg.add(
                    "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\" font-weight=\"600\">%s</text>",
                    n((left + right) / 2),
                    n(top - 20),
                    isWide || size > 1 ? "cluster " + cluster : Integer.toString(cluster));
            core += size;
        }
        for (int i = 0; i < columns.length; i++) {
            svg.add(
                    "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\" class=\"t\">%s%d</text>",
                    n(columns[i]), n(top - 6), isWide ? "core " : "", run.machineCore(i));
        }
    }

    private void ticks() {
        double lastY = Double.NEGATIVE_INFINITY;
        for (Map.Entry<Long, Double> place : scale.places().entrySet()) {
            double y = place.getValue();
            if (y - lastY >= 2 * ROW) {
                lastY = y;
                svg.add(
                        "<path d=\"M%d %sH%s\" stroke=\"#e4e6ea\"/>",
                        LEFT - 8, n(y), n(width - right + 8));
                svg.add(
                        "<text x=\"%d\" y=\"%s\" text-anchor=\"end\" class=\"t\">%s us</text>",
                        LEFT - 14, n(y + 3.5), shortMicros(place.getKey()));
            }
        }
    }

    private static String shortMicros(long picos) {
        String micros = TracedRun.microsOf(picos);
        return micros.substring(0, micros.length() - 3);
    }

    private void cores() {
        for (double x : columns) {
            svg.add(
                    "<path d=\"M%s %sV%s\" stroke=\"#c4c8cf\"/>",
                    n(x), n(top), n(scale.bottom() + 10));
        }
        for (TraceEvent slice : slices) {
            double from = y(slice.fromCycles());
            double height = y(slice.cycles()) - from;
            if (height >= 0.3) {
                svg.add(
                        "<rect x=\"%s\" y=\"%s\" width=\"%d\" height=\"%s\" rx=\"1.5\""
                                + " fill=\"%s\"><title>%s, %s to %s us</title></rect>",
                        n(columns[slice.core()] - BAR_WIDTH / 2.0),
                        n(from),
                        BAR_WIDTH,
                        n(Math.max(1, height)),
                        threadColours.get(slice.text()),
                        escaped(slice.text()),
                        shortMicros(run.picos(slice.fromCycles())),
                        shortMicros(run.picos(slice.cycles())));
                if (isWide && height >= ROW - 2) {
                    name(slice, from);
                }
            }
        }
    }

    /** On the side from which fewer arrows go. */
    private void name(TraceEvent slice, double y) {
        boolean isRight = slice.core() == columns.length - 1 && columns.length > 1;
        svg.add(
                "<text x=\"%s\" y=\"%s\" class=\"t\" text-anchor=\"%s\">%s</text>",
                n(columns[slice.core()] + (isRight ? BAR_WIDTH : -BAR_WIDTH)),
                n(y + 9),
                isRight ? "start" : "end",
                escaped(slice.text()));
    }

    // What goes from core to core.

    private void draw(Flow flow) {
        double x = columns[flow.from()];
        double y = y(flow.fromCycles());
        double toX = columns[flow.to()];
        double toY = y(flow.toCycles());
        String path;
        if (flow.state() == Flow.State.ARRIVED) {
            path = flow.from() == flow.to() ? loop(x, y, toY) : straight(x, y, toX, toY);
        } else {
            // Towards the other core as far as it got; nobody knows where a message would have
            // gone.
            double way = flow.from() == flow.to() ? coreSpace * 0.6 : (toX - x) * 0.4;
            path = "M%s %sl%s 10".formatted(n(x), n(y), n(way));
            cross(flow, x + way, y + 10);
        }
        svg.add(
                "<path class=\"%s\" d=\"%s\" stroke=\"%s\"%s><title>%s</title></path>",
                flow.isMessage() ? "m" : "d",
                path,
                colour(flow),
                flow.state() == Flow.State.ARRIVED
                        ? " marker-end=\"url(#a%s)\"".formatted(colour(flow).substring(1))
                        : "",
                escaped(title(flow)));
        if (flow.isMessage() && flows.size() <= MOST_LABELS) {
            boolean isLeftwards = toX < x;
            svg.add(
                    "<text x=\"%s\" y=\"%s\" class=\"n\" fill=\"%s\" text-anchor=\"%s\">%d</text>",
                    n(x + (isLeftwards ? -8 : 8)),
                    n(y - 3),
                    colour(flow),
                    isLeftwards ? "end" : "start",
                    flow.detail());
        }
    }

    private static String straight(double x, double y, double toX, double toY) {
        double side = Math.signum(toX - x) * BAR_WIDTH / 2.0;
        return "M%s %sL%s %s".formatted(n(x + side), n(y), n(toX - side), n(toY));
    }

    /** From a thread to another one of the same core. */
    private static String loop(double x, double y, double toY) {
        double edge = x + BAR_WIDTH / 2.0;
        double out = edge + 24;
        return "M%s %sC%s %s %s %s %s %s"
                .formatted(n(edge), n(y), n(out), n(y), n(out), n(toY), n(edge), n(toY));
    }

    private void cross(Flow flow, double x, double y) {
        svg.add(
                "<path d=\"M%s %sl8 8m0 -8l-8 8\" stroke=\"%s\" stroke-width=\"2\"/>",
                n(x - 4), n(y - 4), flow.state() == Flow.State.LOST ? LOST_COLOUR : colour(flow));
    }

    private String title(Flow flow) {
        String sent =
                "%s, by %s at %s us"
                        .formatted(
                                flow.name(),
                                flow.sender(),
                                TracedRun.microsOf(run.picos(flow.fromCycles())));
        return switch (flow.state()) {
            case LOST -> sent + ", lost";
            case UNDERWAY -> sent + (flow.isMessage() ? ", not found by anybody" : ", on its way");
            case ARRIVED ->
                    sent
                            + (flow.receiver().isEmpty() ? "" : ", found by " + flow.receiver())
                            + " after %s us"
                                    .formatted(
                                            TracedRun.microsOf(
                                                    run.picos(flow.toCycles())
                                                            - run.picos(flow.fromCycles())));
        };
    }

    // What is said beside the columns.

    private void marks() {
        double lastY = top - ROW;
        if (cut > 0 || run.log().dropped() > 0) {
            svg.add(
                    "<text x=\"%s\" y=\"%s\" class=\"t\">what came before is cut</text>",
                    n(width - right + MARK_GAP), n(top));
            lastY = top;
        }
        for (TraceEvent mark : marks) {
            boolean isBad = mark.kind() == TraceKind.FAULT || mark.kind() == TraceKind.INJECTED;
            String colour = isBad ? LOST_COLOUR : "#444";
            double y = y(mark.cycles());
            if (mark.core() >= 0) {
                svg.add(
                        "<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"/>",
                        n(columns[mark.core()]), n(y), colour);
            }
            String text = words(mark);
            if (!text.isEmpty()) {
                lastY = Math.max(y + 3.5, lastY + ROW);
                svg.add(
                        "<text x=\"%s\" y=\"%s\" class=\"n\" fill=\"%s\">%s</text>",
                        n(width - right + MARK_GAP),
                        n(lastY),
                        colour,
                        escaped(shortened(text, MOST_LETTERS)));
            }
        }
    }

    private static String words(TraceEvent mark) {
        String text = mark.text().strip();
        return switch (mark.kind()) {
            case OUTPUT -> text.endsWith(":") ? "" : text;
            case PROGRAM_ENDED -> text.replaceFirst(":$", "") + " ended";
            default -> mark.kind().words() + ": " + text;
        };
    }

    private static String shortened(String text, int mostLetters) {
        return text.length() <= mostLetters ? text : text.substring(0, mostLetters - 1) + "…";
    }
}
