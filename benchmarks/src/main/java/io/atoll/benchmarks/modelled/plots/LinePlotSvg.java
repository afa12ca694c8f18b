package io.atoll.benchmarks.modelled.plots;

import io.atoll.benchmarks.modelled.plots.LinePlot.Curve;
import io.atoll.benchmarks.modelled.plots.LinePlot.Kind;
import io.atoll.benchmarks.modelled.plots.LinePlot.Point;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Draws a {@link LinePlot} as SVG. Every curve is named at its right end, in its colour, so that no
 * legend has to be looked up; the names move apart where they would lie on one another.
 */
public final class LinePlotSvg {
    private static final int WIDTH = 880;
    private static final int HEIGHT = 520;
    private static final int LEFT = 74;
    private static final int RIGHT = WIDTH - 226;
    private static final int TOP = 74;
    private static final int BOTTOM = HEIGHT - 62;
    private static final int LABEL_HEIGHT = 17;
    private static final int NOTE_HEIGHT = 17;

    /** Told apart by people who do not see all colours too (Okabe and Ito), darkened for text. */
    private static final String[] COLOURS = {
        "#0063a8", "#c04a00", "#00805a", "#a3417f", "#8a6d00", "#2b8fbf", "#6b6b6b", "#7a4fbf"
    };

    private static final String[] DASHES = {"", "7 4", "2 3", "9 3 2 3", "14 3"};

    private final LinePlot plot;
    private final AxisScale x;
    private final AxisScale y;
    private final StringBuilder out = new StringBuilder();

    private LinePlotSvg(LinePlot plot) {
        this.plot = plot;
        x = new AxisScale(plot.x(), values(Point::x), LEFT, RIGHT);
        y = new AxisScale(plot.y(), values(Point::y), BOTTOM, TOP);
    }

    private double[] values(ToDoubleFunction<Point> coordinate) {
        double[] values =
                plot.curves().stream()
                        .flatMap(curve -> curve.points().stream())
                        .mapToDouble(coordinate)
                        .toArray();
        return values.length == 0 ? new double[] {1, 2} : values;
    }

    /** The picture, a document of its own. */
    public static String of(LinePlot plot) {
        return new LinePlotSvg(plot).draw();
    }

    private String draw() {
        int height = HEIGHT + NOTE_HEIGHT * plot.notes().size();
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                        + " height=\"%d\" role=\"img\" font-family=\"system-ui, -apple-system,"
                        + " 'Segoe UI', Helvetica, Arial, sans-serif\" font-size=\"13\">",
                WIDTH, height, WIDTH, height);
        add("<title>%s</title>", escaped(plot.title()));
        add("<desc>%s</desc>", escaped(plot.subtitle()));
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        text(LEFT, 30, "start", "#1a1a1a", "font-size=\"18\" font-weight=\"600\"", plot.title());
        text(LEFT, 51, "start", "#5c5c5c", "", plot.subtitle());
        grid();
        plot.curves().forEach(this::curve);
        names();
        for (int i = 0; i < plot.notes().size(); i++) {
            text(LEFT, HEIGHT - 4 + i * NOTE_HEIGHT, "start", "#5c5c5c", "", plot.notes().get(i));
        }
        add("</svg>");
        return out.toString();
    }

    private void grid() {
        for (double tick : y.ticks()) {
            double at = y.at(tick);
            line(LEFT, at, RIGHT, at, "#e4e4e4");
            text(LEFT - 8, at + 4.5, "end", "#5c5c5c", "", y.label(tick));
        }
        for (double tick : x.ticks()) {
            double at = x.at(tick);
            line(at, BOTTOM, at, BOTTOM + 5, "#8c8c8c");
            text(at, BOTTOM + 20, "middle", "#5c5c5c", "", x.label(tick));
        }
        line(LEFT, BOTTOM, RIGHT, BOTTOM, "#8c8c8c");
        text((LEFT + RIGHT) / 2.0, BOTTOM + 42, "middle", "#1a1a1a", "", plot.x().title());
        double middle = (TOP + BOTTOM) / 2.0;
        text(
                20,
                middle,
                "middle",
                "#1a1a1a",
                "transform=\"rotate(-90 20 %s)\"".formatted(number(middle)),
                plot.y().title());
    }

    private void curve(Curve curve) {
        String colour = colour(curve);
        boolean isPublished = curve.kind() == Kind.PUBLISHED;
        if (!isPublished && curve.points().size() > 1) {
            StringBuilder path = new StringBuilder();
            for (Point point : curve.points()) {
                path.append(path.isEmpty() ? "M" : " L")
                        .append(number(x.at(point.x())))
                        .append(' ')
                        .append(number(y.at(point.y())));
            }
            String dash = DASHES[curve.dashes() % DASHES.length];
            add(
                    "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\""
                            + " stroke-linejoin=\"round\"%s/>",
                    path,
                    colour,
                    curve.kind() == Kind.REFERENCE ? "1.2" : "2.2",
                    dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
        }
        if (curve.kind() != Kind.REFERENCE) {
            for (Point point : curve.points()) {
                add(
                        "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" stroke=\"%s\""
                                + " stroke-width=\"1.6\"><title>%s: %s, %s</title></circle>",
                        number(x.at(point.x())),
                        number(y.at(point.y())),
                        isPublished ? "5" : "2.6",
                        isPublished ? "#ffffff" : colour,
                        colour,
                        escaped(curve.name()),
                        x.label(point.x()),
                        y.label(point.y()));
            }
        }
    }

    /** A name that wants to be at a height. */
    private static final class Name {
        final Curve curve;
        final double end;
        double at;

        Name(Curve curve, double end) {
            this.curve = curve;
            this.end = end;
            this.at = end;
        }
    }

    private void names() {
        List<Name> names = new ArrayList<>();
        for (Curve curve : plot.curves()) {
            if (!curve.points().isEmpty() && !curve.name().isEmpty()) {
                names.add(new Name(curve, y.at(curve.points().getLast().y())));
            }
        }
        names.sort(Comparator.comparingDouble(name -> name.end));
        spread(names);
        for (Name name : names) {
            String colour = colour(name.curve);
            double from = x.at(name.curve.points().getLast().x());
            add(
                    "<path d=\"M%s %s L%s %s L%s %s\" fill=\"none\" stroke=\"%s\""
                            + " stroke-width=\"0.8\" opacity=\"0.6\"/>",
                    number(from + 5),
                    number(name.end),
                    number(RIGHT + 12),
                    number(name.at),
                    number(RIGHT + 18),
                    number(name.at),
                    colour);
            text(RIGHT + 22, name.at + 4.5, "start", colour, "", name.curve.name());
        }
    }

    /** Neighbours that are too close share the room around their middle. */
    private static void spread(List<Name> names) {
        List<List<Name>> groups = new ArrayList<>();
        for (Name name : names) {
            groups.add(new ArrayList<>(List.of(name)));
            while (groups.size() > 1 && overlap(groups.get(groups.size() - 2), groups.getLast())) {
                List<Name> last = groups.removeLast();
                groups.getLast().addAll(last);
            }
        }
        groups.forEach(group -> place(group));
    }

    private static double top(List<Name> group) {
        double middle = group.stream().mapToDouble(name -> name.end).average().orElseThrow();
        double half = (group.size() - 1) * LABEL_HEIGHT / 2.0;
        double lowest = BOTTOM - 2.0 * half;
        return Math.max(TOP, Math.min(middle - half, lowest));
    }

    private static boolean overlap(List<Name> above, List<Name> below) {
        return top(above) + above.size() * LABEL_HEIGHT > top(below);
    }

    private static void place(List<Name> group) {
        double at = top(group);
        for (Name name : group) {
            name.at = at;
            at += LABEL_HEIGHT;
        }
    }

    private static String colour(Curve curve) {
        return curve.kind() == Kind.REFERENCE
                ? "#9a9a9a"
                : COLOURS[curve.colour() % COLOURS.length];
    }

    private void line(double fromX, double fromY, double toX, double toY, String colour) {
        add(
                "<path d=\"M%s %s L%s %s\" stroke=\"%s\" stroke-width=\"1\"/>",
                number(fromX), number(fromY), number(toX), number(toY), colour);
    }

    private void text(
            double atX, double atY, String anchor, String colour, String more, String text) {
        add(
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>",
                number(atX),
                number(atY),
                anchor,
                colour,
                more.isEmpty() ? "" : " " + more,
                escaped(text));
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private void add(String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
