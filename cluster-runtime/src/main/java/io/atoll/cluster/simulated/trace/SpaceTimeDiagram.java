package io.atoll.cluster.simulated.trace;

import static io.atoll.cluster.simulated.trace.Svg.escaped;
import static io.atoll.cluster.simulated.trace.Svg.n;

/**
 * A run as a space-time diagram (Lamport, 1978): clusters side by side with a bar for each core,
 * virtual time from the top down, an arrow for each message in its ring's colour, a dashed one for
 * each doorbell; what never arrives ends in a cross. One SVG file that needs nothing else.
 */
public final class SpaceTimeDiagram {
    /** Messages and doorbells in a picture, unless somebody wants more. */
    public static final int DEFAULT_MESSAGES = 500;

    private SpaceTimeDiagram() {}

    /** The picture, with so many messages and doorbells at most: the last ones. */
    public static String of(TracedRun run, int mostMessages) {
        DiagramContents contents = new DiagramContents(run, mostMessages);
        DiagramLayout layout = new DiagramLayout(contents, DiagramMarks.width(contents));
        Svg svg = new Svg();
        DiagramArrows arrows = new DiagramArrows(contents, layout, svg);
        begin(run, layout, svg);
        arrows.define();
        svg.add("</defs>");
        heading(run, svg);
        DiagramLegend.draw(contents, layout.width(), svg);
        new DiagramColumns(contents, layout, svg).draw();
        arrows.draw();
        DiagramMarks.draw(contents, layout, svg);
        return svg.add("</svg>").toString();
    }

    private static void begin(TracedRun run, DiagramLayout layout, Svg svg) {
        svg.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\""
                        + " viewBox=\"0 0 %1$s %2$s\" font-family=\"Inter,'Segoe UI','DejaVu"
                        + " Sans',Helvetica,Arial,sans-serif\" font-size=\"12\">",
                n(layout.width()), n(layout.height()));
        svg.add("<title>%s: messages in virtual time</title>", escaped(run.system()));
        svg.add(
                "<style>.m{fill:none;stroke-width:1.5}.d{fill:none;stroke:%s;",
                DiagramContents.DOORBELL_COLOUR);
        svg.add("stroke-width:1.1;stroke-dasharray:4 3}.t{fill:#8a8a8a;font-size:10px}");
        svg.add(".n{font-size:10px}.m:hover,.d:hover{stroke-width:4}</style><defs>");
    }

    private static void heading(TracedRun run, Svg svg) {
        svg.add("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
        svg.add(
                "<text x=\"%d\" y=\"30\" font-size=\"18\" font-weight=\"600\">%s</text>",
                DiagramLayout.MARGIN, escaped(run.system()));
        svg.add(
                "<text x=\"%d\" y=\"50\" fill=\"#666\">%s</text>",
                DiagramLayout.MARGIN, escaped(run.describe()));
    }
}
