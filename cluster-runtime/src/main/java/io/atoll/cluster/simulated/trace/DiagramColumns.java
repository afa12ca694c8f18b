package io.atoll.cluster.simulated.trace;

import static io.atoll.cluster.simulated.trace.Svg.escaped;
import static io.atoll.cluster.simulated.trace.Svg.n;

import java.util.Map;

/** The clusters of a {@link SpaceTimeDiagram}, a bar for each core and who ran on it, and times. */
final class DiagramColumns {
    private final DiagramContents contents;
    private final DiagramLayout layout;
    private final TracedRun run;
    private final Svg svg;

    DiagramColumns(DiagramContents contents, DiagramLayout layout, Svg svg) {
        this.contents = contents;
        this.layout = layout;
        this.run = contents.run();
        this.svg = svg;
    }

    void draw() {
        clusters();
        ticks();
        cores();
    }

    private void clusters() {
        int core = 0;
        for (int cluster = 0; cluster < run.clusters().size(); cluster++) {
            int size = run.clusters().get(cluster).size();
            double left = layout.x(core) - layout.coreSpace() / 2.0 + 4;
            double right = layout.x(core + size - 1) + layout.coreSpace() / 2.0 - 4;
            svg.add(
                    "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"8\""
                            + " fill=\"#f5f6f8\"/>",
                    n(left),
                    n(layout.top() - 38),
                    n(right - left),
                    n(layout.bottom() - layout.top() + 62));
            svg.add(
                    "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\" font-weight=\"600\">%s</text>",
                    n((left + right) / 2),
                    n(layout.top() - 20),
                    layout.isWide() || size > 1 ? "cluster " + cluster : Integer.toString(cluster));
            core += size;
        }
        for (int i = 0; i < layout.coreCount(); i++) {
            svg.add(
                    "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\" class=\"t\">%s%d</text>",
                    n(layout.x(i)),
                    n(layout.top() - 6),
                    layout.isWide() ? "core " : "",
                    run.machineCore(i));
        }
    }

    private void ticks() {
        double lastY = Double.NEGATIVE_INFINITY;
        for (Map.Entry<Long, Double> place : layout.scale().places().entrySet()) {
            double y = place.getValue();
            if (y - lastY >= 2 * DiagramLayout.ROW) {
                lastY = y;
                svg.add(
                        "<path d=\"M%d %sH%s\" stroke=\"#e4e6ea\"/>",
                        DiagramLayout.LEFT - 8, n(y), n(layout.marksX() + 8));
                svg.add(
                        "<text x=\"%d\" y=\"%s\" text-anchor=\"end\" class=\"t\">%s us</text>",
                        DiagramLayout.LEFT - 14, n(y + 3.5), shortMicros(place.getKey()));
            }
        }
    }

    private static String shortMicros(long picos) {
        String micros = TracedRun.microsOf(picos);
        return micros.substring(0, micros.length() - 3);
    }

    private void cores() {
        for (int core = 0; core < layout.coreCount(); core++) {
            svg.add(
                    "<path d=\"M%s %sV%s\" stroke=\"#c4c8cf\"/>",
                    n(layout.x(core)), n(layout.top()), n(layout.bottom() + 10));
        }
        for (TraceEvent slice : contents.slices()) {
            double from = layout.y(slice.fromCycles());
            double height = layout.y(slice.cycles()) - from;
            if (height >= 0.3) {
                svg.add(
                        "<rect x=\"%s\" y=\"%s\" width=\"%d\" height=\"%s\" rx=\"1.5\""
                                + " fill=\"%s\"><title>%s, %s to %s us</title></rect>",
                        n(layout.x(slice.core()) - DiagramLayout.BAR_WIDTH / 2.0),
                        n(from),
                        DiagramLayout.BAR_WIDTH,
                        n(Math.max(1, height)),
                        contents.threadColours().get(slice.text()),
                        escaped(slice.text()),
                        shortMicros(run.picos(slice.fromCycles())),
                        shortMicros(run.picos(slice.cycles())));
                if (layout.isWide() && height >= DiagramLayout.ROW - 2) {
                    name(slice, from);
                }
            }
        }
    }

    /** On the side from which fewer arrows go. */
    private void name(TraceEvent slice, double y) {
        boolean isRight = slice.core() == layout.coreCount() - 1 && layout.coreCount() > 1;
        svg.add(
                "<text x=\"%s\" y=\"%s\" class=\"t\" text-anchor=\"%s\">%s</text>",
                n(
                        layout.x(slice.core())
                                + (isRight ? DiagramLayout.BAR_WIDTH : -DiagramLayout.BAR_WIDTH)),
                n(y + 9),
                isRight ? "start" : "end",
                escaped(slice.text()));
    }
}
