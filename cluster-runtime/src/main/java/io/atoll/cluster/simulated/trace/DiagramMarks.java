package io.atoll.cluster.simulated.trace;

import static io.atoll.cluster.simulated.trace.Svg.escaped;
import static io.atoll.cluster.simulated.trace.Svg.n;

/** What is said beside the columns of a {@link SpaceTimeDiagram}: output, ends, what went wrong. */
final class DiagramMarks {
    private static final int LETTER = 6;
    private static final int GAP = 16;
    private static final int MOST_LETTERS = 58;

    private DiagramMarks() {}

    /** The room that they need. */
    static int width(DiagramContents contents) {
        int letters =
                contents.marks().stream().mapToInt(mark -> words(mark).length()).max().orElse(0);
        return GAP + DiagramLayout.MARGIN + Math.min(MOST_LETTERS, letters) * LETTER;
    }

    static void draw(DiagramContents contents, DiagramLayout layout, Svg svg) {
        double lastY = layout.top() - DiagramLayout.ROW;
        if (contents.isCut()) {
            svg.add(
                    "<text x=\"%s\" y=\"%s\" class=\"t\">what came before is cut</text>",
                    n(layout.marksX() + GAP), n(layout.top()));
            lastY = layout.top();
        }
        for (TraceEvent mark : contents.marks()) {
            boolean isBad = mark.kind() == TraceKind.FAULT || mark.kind() == TraceKind.INJECTED;
            String colour = isBad ? DiagramContents.LOST_COLOUR : "#444";
            double y = layout.y(mark.cycles());
            if (mark.core() >= 0) {
                svg.add(
                        "<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"/>",
                        n(layout.x(mark.core())), n(y), colour);
            }
            String text = words(mark);
            if (!text.isEmpty()) {
                lastY = Math.max(y + 3.5, lastY + DiagramLayout.ROW);
                svg.add(
                        "<text x=\"%s\" y=\"%s\" class=\"n\" fill=\"%s\">%s</text>",
                        n(layout.marksX() + GAP),
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
