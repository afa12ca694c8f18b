package io.atoll.benchmarks.modelled.argument;

import io.atoll.benchmarks.modelled.plots.LinePlot;
import io.atoll.benchmarks.modelled.plots.LinePlot.Axis;
import io.atoll.benchmarks.modelled.plots.LinePlot.Curve;
import io.atoll.benchmarks.modelled.plots.LinePlot.Kind;
import io.atoll.benchmarks.modelled.plots.LinePlot.Point;
import io.atoll.benchmarks.modelled.plots.LinePlot.Scale;
import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.workloads.Throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/** What a {@link ScalingStudy} shows, as tables and as a plot. */
final class ScalingTables {
    private static final double MILLION = 1e6;

    private final ScalingStudy study;
    private final ArgumentOptions options;

    ScalingTables(ScalingStudy study, ArgumentOptions options) {
        this.study = study;
        this.options = options;
    }

    private String name() {
        return study.pattern().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Throughput, and where it stops growing; then latencies. */
    List<Table> tables() {
        Table throughput =
                table("throughput", "million operations a virtual second by cores")
                        .note(
                                "'stops at': so many cores do nine tenths of the most that any"
                                        + " number does, and no fewer.");
        if (options.seeds() > 1) {
            throughput.note(
                    "To %d cores, %d seeds together; one with more."
                            .formatted(ArgumentOptions.FEW_CORES, options.seeds()));
        }
        Table latency = table("latency", "virtual ns of an operation, on average, by cores");
        for (ScalingCurve curve : study.curves()) {
            throughput.add(
                    curve.cut().name(),
                    cells(curve, each -> each.perSecond() / MILLION, stop(curve)));
            latency.add(curve.cut().name(), cells(curve, Throughput::meanNanos, null));
        }
        return List.of(throughput, latency);
    }

    private Table table(String what, String unit) {
        List<String> columns = new ArrayList<>();
        options.coreCounts().forEach(cores -> columns.add("%,d".formatted(cores)));
        if (what.equals("throughput")) {
            columns.add("stops at");
        }
        return new Table(
                name() + "-" + what,
                "%s: %s (modelled)".formatted(study.pattern().title(), unit),
                columns);
    }

    private List<Object> cells(
            ScalingCurve curve, ToDoubleFunction<Throughput> figure, Object last) {
        List<Object> cells = new ArrayList<>();
        for (int cores : options.coreCounts()) {
            Throughput found = curve.at(cores);
            cells.add(found == null ? null : (Object) figure.applyAsDouble(found));
        }
        if (last != null) {
            cells.add(last);
        }
        return cells;
    }

    /** Null if there are fewer cores than the clusters have. */
    private Object stop(ScalingCurve curve) {
        if (curve.points().isEmpty()) {
            return null;
        }
        OptionalInt stops = curve.stopsScalingAt();
        return stops.isPresent() ? String.format(Locale.ROOT, "%,d", stops.getAsInt()) : "scales";
    }

    String plotName() {
        return "argument-" + name();
    }

    /** Throughput by cores, both by powers. */
    LinePlot plot() {
        LinePlot plot =
                LinePlot.of(
                        title() + ": operations a second by cores",
                        "Modelled, virtual time: cost model '%s', seed 0x%x"
                                .formatted(options.costs().name(), options.seed()),
                        new Axis("cores", Scale.LOG2),
                        new Axis("operations per virtual second", Scale.LOG10));
        int images = 0;
        int clusters = 0;
        for (ScalingCurve curve : study.curves()) {
            boolean isOneImage = curve.cut().isOneImage();
            plot =
                    plot.with(
                            new Curve(
                                    curve.cut().name(),
                                    Kind.MODELLED,
                                    isOneImage ? 1 : 0,
                                    isOneImage ? images++ : clusters++,
                                    curve.points().stream()
                                            .map(
                                                    point ->
                                                            new Point(
                                                                    point.cores(),
                                                                    point.throughput().perSecond()))
                                            .toList()));
        }
        return plot;
    }

    private String title() {
        String title = study.pattern().title();
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }
}
