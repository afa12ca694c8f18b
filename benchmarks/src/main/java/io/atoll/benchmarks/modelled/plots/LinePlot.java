package io.atoll.benchmarks.modelled.plots;

import java.util.ArrayList;
import java.util.List;

/**
 * Curves over a common x. For one thread; {@link LinePlotSvg} draws it.
 *
 * @param title what is seen
 * @param subtitle where it is from, and that it is modelled
 */
public record LinePlot(
        String title, String subtitle, Axis x, Axis y, List<Curve> curves, List<String> notes) {
    /** How values lie on an axis. */
    public enum Scale {
        LINEAR,
        /** Powers of two. */
        LOG2,
        /** Powers of ten. */
        LOG10
    }

    /** An axis; its range is that of the curves. */
    public record Axis(String title, Scale scale) {}

    /** A point of a curve. */
    public record Point(double x, double y) {}

    /** What a curve stands for decides how it is drawn. */
    public enum Kind {
        /** One of the main things, in a colour of its own. */
        MODELLED,
        /** What the others are compared with. */
        REFERENCE,
        /** From a publication: marks without a line. */
        PUBLISHED
    }

    /**
     * A curve.
     *
     * @param colour which of the palette; curves of the same thing have the same
     * @param dashes 0 for a solid line; the more, the finer
     */
    public record Curve(String name, Kind kind, int colour, int dashes, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    public LinePlot {
        curves = List.copyOf(curves);
        notes = List.copyOf(notes);
    }

    /** An empty one. */
    public static LinePlot of(String title, String subtitle, Axis x, Axis y) {
        return new LinePlot(title, subtitle, x, y, List.of(), List.of());
    }

    /** With one curve more. */
    public LinePlot with(Curve curve) {
        List<Curve> more = new ArrayList<>(curves);
        more.add(curve);
        return new LinePlot(title, subtitle, x, y, more, notes);
    }

    /** With a sentence below. */
    public LinePlot note(String sentence) {
        List<String> more = new ArrayList<>(notes);
        more.add(sentence);
        return new LinePlot(title, subtitle, x, y, curves, more);
    }
}
