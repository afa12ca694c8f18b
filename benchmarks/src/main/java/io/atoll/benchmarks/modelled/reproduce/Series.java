package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.plots.LinePlot;
import io.atoll.benchmarks.modelled.plots.LinePlot.Axis;
import io.atoll.benchmarks.modelled.plots.LinePlot.Curve;
import io.atoll.benchmarks.modelled.plots.LinePlot.Kind;
import io.atoll.benchmarks.modelled.plots.LinePlot.Point;
import io.atoll.benchmarks.modelled.plots.LinePlot.Scale;
import io.atoll.benchmarks.modelled.tables.Table;

import java.util.ArrayList;
import java.util.List;

/** Published figures by a small number, and modelled ones beside them. */
record Series(String name, double[] published, double[] modelled) {
    /** Three rows: published, modelled, and how far they are apart. */
    static void add(Table table, String name, double[] published, double[] modelled) {
        table.heading(name);
        table.add("published", cells(published));
        table.add("modelled", cells(modelled));
        List<Object> errors = new ArrayList<>();
        for (int i = 0; i < published.length; i++) {
            errors.add(Findings.error(published[i], modelled[i]));
        }
        table.add("error", errors);
    }

    private static List<Object> cells(double[] figures) {
        List<Object> cells = new ArrayList<>();
        for (double figure : figures) {
            cells.add(figure);
        }
        return cells;
    }

    /** What each step adds, on average. */
    static double slope(double[] figures) {
        return (figures[figures.length - 1] - figures[0]) / (figures.length - 1);
    }

    /** Modelled as lines, published as circles of the same colour. */
    static LinePlot plot(String title, String x, String y, List<Series> all, int firstX) {
        LinePlot plot =
                LinePlot.of(
                        title,
                        "Lines: modelled (cost model 'odroid-c4'). Circles: published, ODROID-C4,"
                                + " May 2026",
                        new Axis(x, Scale.LINEAR),
                        new Axis(y, Scale.LINEAR));
        for (int i = 0; i < all.size(); i++) {
            Series series = all.get(i);
            plot =
                    plot.with(
                            new Curve(
                                    series.name,
                                    Kind.MODELLED,
                                    i,
                                    0,
                                    points(series.modelled, firstX)));
            plot = plot.with(new Curve("", Kind.PUBLISHED, i, 0, points(series.published, firstX)));
        }
        return plot;
    }

    private static List<Point> points(double[] figures, int firstX) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < figures.length; i++) {
            points.add(new Point(firstX + i, figures[i]));
        }
        return points;
    }
}
