package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.plots.LinePlot;
import io.atoll.benchmarks.modelled.plots.LinePlot.Axis;
import io.atoll.benchmarks.modelled.plots.LinePlot.Curve;
import io.atoll.benchmarks.modelled.plots.LinePlot.Kind;
import io.atoll.benchmarks.modelled.plots.LinePlot.Point;
import io.atoll.benchmarks.modelled.plots.LinePlot.Scale;
import io.atoll.benchmarks.modelled.replication.MapOperations.Structure;
import io.atoll.benchmarks.modelled.tables.Table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A hash map for up to 192 threads: replicated on each node, under one lock, and under many. */
public final class NodeReplication implements Reproduction {
    private static final String SOURCE =
            "published: four Skylakes of 24 cores, 67 million entries, uniform keys;"
                    + " github.com/vmware/node-replication, benches/graphs, read off to 5 %";

    private static final String MACHINE =
            "modelled: lines of 'xeon-8275cl', two packages of 24 cores of the same family, taken"
                    + " for four";

    private static final int[] THREADS = {1, 8, 16, 24, 28, 48, 52, 72, 96, 144, 192};
    private static final int[] THREE_RATIOS = {0, 10, 80};
    private static final int[] RATIOS = {0, 10, 20, 40, 60, 80, 100};
    private static final int ALL = MapThroughput.MOST_THREADS;

    /** The first replicas are full; so many threads more and the third has begun. */
    private static final int TWO_NODES = 48;

    private static final int THIRD_JOINS = 52;

    /** By write percent and structure, then by threads. */
    private static final Map<Integer, Map<Structure, Map<Integer, Double>>> PUBLISHED =
            Map.of(
                    0,
                    Map.of(
                            Structure.NODE_REPLICATION,
                            Map.of(16, 60.0, TWO_NODES, 180.0, 96, 355.0, ALL, 640.0)),
                    10,
                    Map.of(
                            Structure.NODE_REPLICATION,
                            Map.of(
                                    1,
                                    3.5,
                                    16,
                                    13.5,
                                    TWO_NODES,
                                    20.0,
                                    THIRD_JOINS,
                                    17.0,
                                    96,
                                    24.5,
                                    ALL,
                                    26.0),
                            Structure.LOCK,
                            Map.of(ALL, 0.3),
                            Structure.STRIPES,
                            Map.of(ALL, 2.5)),
                    80,
                    Map.of(
                            Structure.NODE_REPLICATION,
                            Map.of(1, 3.0, 16, 2.3, 96, 3.5, ALL, 3.4),
                            Structure.LOCK,
                            Map.of(1, 3.7, ALL, 0.3),
                            Structure.STRIPES,
                            Map.of(1, 4.8, ALL, 2.3)));

    /** Node replication with all threads, by {@link #RATIOS}. */
    private static final double[] PUBLISHED_BY_RATIO = {640, 26, 13.5, 6.8, 4.5, 3.4, 2.8};

    /** What the model makes of one structure and one ratio, by threads. */
    private record Line(Structure structure, int writePercent, double[] millions) {
        double at(int threads) {
            return millions[Arrays.binarySearch(THREADS, threads)];
        }
    }

    @Override
    public String name() {
        return "node-replication";
    }

    @Override
    public String title() {
        return "a hash map for 192 threads: replicated on each node, and under locks";
    }

    @Override
    public Findings run(Setting setting) {
        Findings findings = new Findings(name());
        List<Line> lines = lines(setting);
        for (int ratio : THREE_RATIOS) {
            findings.add(table(ratio, lines));
        }
        double[] byRatio = byRatio(setting, Structure.NODE_REPLICATION);
        double[] lockByRatio = byRatio(setting, Structure.LOCK);
        double[] stripesByRatio = byRatio(setting, Structure.STRIPES);
        Table ratios =
                new Table(
                        name() + "-writes",
                        "million operations a second of 192 threads, by percent of them that write"
                                + " (modelled and published)",
                        Arrays.stream(RATIOS).mapToObj(String::valueOf).toList());
        Series.add(ratios, Structure.NODE_REPLICATION.title(), PUBLISHED_BY_RATIO, byRatio);
        ratios.heading("others, modelled");
        ratios.add(Structure.LOCK.title(), cells(lockByRatio));
        ratios.add(Structure.STRIPES.title(), cells(stripesByRatio));
        ratios.note(SOURCE);
        findings.add(ratios)
                .plot(name(), plot(lines))
                .plot(name() + "-writes", ratioPlot(byRatio, lockByRatio, stripesByRatio));
        expect(findings, lines, byRatio);
        return findings;
    }

    private static List<Line> lines(Setting setting) {
        List<MapThroughput> points = new ArrayList<>();
        for (int ratio : THREE_RATIOS) {
            for (Structure structure : Structure.values()) {
                for (int threads : THREADS) {
                    points.add(new MapThroughput(structure, threads, ratio));
                }
            }
        }
        double[] all = MapThroughput.all(setting, points);
        List<Line> lines = new ArrayList<>();
        for (int from = 0; from < all.length; from += THREADS.length) {
            MapThroughput first = points.get(from);
            lines.add(
                    new Line(
                            first.structure(),
                            first.writePercent(),
                            Arrays.copyOfRange(all, from, from + THREADS.length)));
        }
        return lines;
    }

    private static double[] byRatio(Setting setting, Structure structure) {
        return MapThroughput.all(
                setting,
                Arrays.stream(RATIOS)
                        .mapToObj(ratio -> new MapThroughput(structure, ALL, ratio))
                        .toList());
    }

    private static Line line(List<Line> lines, Structure structure, int writePercent) {
        return lines.stream()
                .filter(each -> each.structure == structure && each.writePercent == writePercent)
                .findFirst()
                .orElseThrow();
    }

    private Table table(int ratio, List<Line> lines) {
        Table table =
                new Table(
                        "%s-%d".formatted(name(), ratio),
                        "million operations a second, %d %% of them writes, by threads (modelled"
                                        .formatted(ratio)
                                + " and published)",
                        Arrays.stream(THREADS).mapToObj(String::valueOf).toList());
        for (Structure structure : Structure.values()) {
            Line line = line(lines, structure, ratio);
            Map<Integer, Double> published = published(structure, ratio);
            table.heading(structure.title());
            List<Object> known = new ArrayList<>();
            List<Object> errors = new ArrayList<>();
            for (int threads : THREADS) {
                Double figure = published.get(threads);
                known.add(figure);
                errors.add(figure == null ? null : Findings.error(figure, line.at(threads)));
            }
            if (!published.isEmpty()) {
                table.add("published", known);
            }
            table.add("modelled", cells(line.millions));
            if (!published.isEmpty()) {
                table.add("error", errors);
            }
        }
        table.note(SOURCE).note(MACHINE);
        if (ratio == 0) {
            table.note("Typed in is what 16 threads read, as 267 ns for a look into the map.")
                    .note("published of all others: fewer than 15.");
        }
        if (ratio == 10) {
            table.note("published below 52: the least after the third replica has joined.");
        }
        return table;
    }

    private static Map<Integer, Double> published(Structure structure, int ratio) {
        return PUBLISHED.get(ratio).getOrDefault(structure, Map.of());
    }

    private static void expect(Findings findings, List<Line> lines, double[] byRatio) {
        Line reads = line(lines, Structure.NODE_REPLICATION, 0);
        Line some = line(lines, Structure.NODE_REPLICATION, 10);
        Line many = line(lines, Structure.NODE_REPLICATION, 80);
        Line lockSome = line(lines, Structure.LOCK, 10);
        Line lockMany = line(lines, Structure.LOCK, 80);
        Line stripesSome = line(lines, Structure.STRIPES, 10);
        Line stripesMany = line(lines, Structure.STRIPES, 80);
        findings.expect(
                        "reads of replicas scale: 192 threads do 150 times as much as one",
                        reads.at(ALL) > 150 * reads.at(1))
                .expect(
                        "reads under a lock do not: fewer than 15 million",
                        line(lines, Structure.LOCK, 0).at(ALL) < 15
                                && line(lines, Structure.STRIPES, 0).at(ALL) < 15)
                .expect(
                        "10 %: replicas first, then stripes, then one lock",
                        some.at(ALL) > 3 * stripesSome.at(ALL)
                                && stripesSome.at(ALL) > 3 * lockSome.at(ALL))
                .expect(
                        "10 %: a dip where the third replica joins",
                        some.at(THIRD_JOINS) < 0.95 * some.at(TWO_NODES))
                .expect(
                        "10 %: the second half of the threads adds less than a quarter",
                        some.at(ALL) < 1.25 * some.at(96))
                .expect(
                        "80 %: replicas do what one thread does (40 %), with however many",
                        Math.abs(many.at(ALL) / many.at(1) - 1) < 0.4)
                .expect(
                        "80 %: one lock collapses, to less than a fifth of one thread",
                        lockMany.at(ALL) < lockMany.at(1) / 5)
                .expect(
                        "80 %: replicas, then stripes, then one lock",
                        many.at(ALL) > stripesMany.at(ALL)
                                && stripesMany.at(ALL) > lockMany.at(ALL));
        near(findings, reads, ALL, 25);
        near(findings, some, 16, 25);
        near(findings, some, TWO_NODES, 25);
        near(findings, some, 96, 25);
        near(findings, some, ALL, 25);
        near(findings, many, 1, 25);
        near(findings, many, 16, 25);
        near(findings, many, ALL, 25);
        findings.expectNear("all write, 192 threads", PUBLISHED_BY_RATIO[6], byRatio[6], 25)
                .say(
                        "What limits writers is not typed in: each replica applies every write, one"
                            + " after the other, and each takes a look into the map and a line from"
                            + " another package.")
                .say(
                        "The map of 67 million entries is not there: 267 ns stand for its cache and"
                            + " translation misses, on every thread alike. The model has no memory"
                            + " bandwidth, and hardware threads of a core take nothing from each"
                            + " other; so reads of 192 threads are twice those of 96, and published"
                            + " 1.8 times.")
                .say(
                        "Under one lock with writers the model falls to a sixth of what is"
                            + " published: its threads spin, and 191 of them that look every 9 us"
                            + " keep the lock's line busy; the published ones sleep in the kernel,"
                            + " and leave it alone.")
                .say(
                        "Of chashmap the model has the table's lock, which all take to read, and a"
                            + " lock a part: it does what that one line allows, two transfers an"
                            + " operation, twice what is published; so at 80 % it comes before the"
                            + " replicas, and published after them. What chashmap saves with one"
                            + " thread (4.8 million, others 3.7) it does not have. urcu and dashmap"
                            + " are not modelled.");
    }

    private static void near(Findings findings, Line line, int threads, double percent) {
        findings.expectNear(
                "%d %%, %d threads".formatted(line.writePercent, threads),
                published(line.structure, line.writePercent).get(threads),
                line.at(threads),
                percent);
    }

    private static List<Object> cells(double[] figures) {
        List<Object> cells = new ArrayList<>();
        for (double figure : figures) {
            cells.add(figure);
        }
        return cells;
    }

    private static final String LEGEND =
            "Lines: modelled (cost model 'xeon-8275cl'). Circles: published, four Skylakes";

    private static LinePlot plot(List<Line> lines) {
        LinePlot plot =
                LinePlot.of(
                        "A hash map, one operation of ten a write",
                        LEGEND,
                        new Axis("threads; a replica for each 24 cores", Scale.LINEAR),
                        new Axis("million operations a second", Scale.LINEAR));
        for (Structure structure : Structure.values()) {
            Line line = line(lines, structure, 10);
            List<Point> modelled = new ArrayList<>();
            List<Point> published = new ArrayList<>();
            for (int threads : THREADS) {
                modelled.add(new Point(threads, line.at(threads)));
                Double figure = published(structure, 10).get(threads);
                if (figure != null) {
                    published.add(new Point(threads, figure));
                }
            }
            int colour = structure.ordinal();
            plot =
                    plot.with(new Curve(structure.title(), Kind.MODELLED, colour, 0, modelled))
                            .with(new Curve("", Kind.PUBLISHED, colour, 0, published));
        }
        return plot;
    }

    private static LinePlot ratioPlot(double[] replicas, double[] lock, double[] stripes) {
        return LinePlot.of(
                        "A hash map and 192 threads, by how much they write",
                        LEGEND,
                        new Axis("percent of operations that write", Scale.LINEAR),
                        new Axis("million operations a second", Scale.LOG10))
                .with(ratioCurve(Structure.NODE_REPLICATION, Kind.MODELLED, replicas))
                .with(ratioCurve(Structure.NODE_REPLICATION, Kind.PUBLISHED, PUBLISHED_BY_RATIO))
                .with(ratioCurve(Structure.LOCK, Kind.MODELLED, lock))
                .with(ratioCurve(Structure.STRIPES, Kind.MODELLED, stripes));
    }

    private static Curve ratioCurve(Structure structure, Kind kind, double[] millions) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < RATIOS.length; i++) {
            points.add(new Point(RATIOS[i], millions[i]));
        }
        String name = kind == Kind.PUBLISHED ? "" : structure.title();
        return new Curve(name, kind, structure.ordinal(), 0, points);
    }
}
