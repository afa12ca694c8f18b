package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.plots.LinePlot;
import io.atoll.benchmarks.modelled.plots.LinePlot.Axis;
import io.atoll.benchmarks.modelled.plots.LinePlot.Curve;
import io.atoll.benchmarks.modelled.plots.LinePlot.Kind;
import io.atoll.benchmarks.modelled.plots.LinePlot.Point;
import io.atoll.benchmarks.modelled.plots.LinePlot.Scale;
import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.Control;
import io.atoll.benchmarks.modelled.workloads.DelayedPairs;
import io.atoll.benchmarks.modelled.workloads.Throughput;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.SyntheticTopology;
import io.atoll.cluster.topology.Topology;

import java.util.ArrayList;
import java.util.List;

/** sel4bench's smp: pairs on each core under the big lock, with work between calls. */
public final class SmpThroughput implements Reproduction {
    private static final String SOURCE =
            "published: Skylake i7-6700, github.com/seL4/sel4bench-results at 09e228ff, June 2026;"
                    + " calls a second for 1 and 4 cores at delays 500 and 32,000";

    private static final int[] DELAYS = {500, 4_000, 32_000};
    private static final int CORES = 4;
    private static final Topology MACHINE = SyntheticTopology.parse("package:1 l2:4 core:1 pu:1");

    /** Published for the multi-core kernel on one core: Call and ReplyRecv take 1,199 and 1,072. */
    private static final int MULTICORE_CYCLES = 141;

    /** Paths of that processor with its mitigation, lines of one of the same family. */
    private static final CostModel COSTS =
            CostModel.preset("xeon-8275cl+paths-skylake-skim")
                    .with(Cost.CLOCK_MHZ, 3_400)
                    .with(Cost.MULTICORE, MULTICORE_CYCLES);

    @Override
    public String name() {
        return "smp-throughput";
    }

    @Override
    public String title() {
        return "sel4bench's smp: calls a second by cores and delay, under the big lock";
    }

    @Override
    public Findings run(Setting setting) {
        double[][] thousands = new double[DELAYS.length][CORES];
        for (int delay = 0; delay < DELAYS.length; delay++) {
            for (int cores = 1; cores <= CORES; cores++) {
                thousands[delay][cores - 1] =
                        throughput(setting, DELAYS[delay], cores).perSecond() / 1000;
            }
        }
        Table table =
                new Table(
                        name(),
                        "thousand calls a second, all cores together, by cores (modelled)",
                        List.of("1", "2", "3", "4", "4 to 1", "published 4 to 1", "error"));
        double[] published = {1.73 / 1.007, Double.NaN, 154 / 51.8};
        for (int delay = 0; delay < DELAYS.length; delay++) {
            double ratio = thousands[delay][3] / thousands[delay][0];
            List<Object> cells = new ArrayList<>();
            for (double each : thousands[delay]) {
                cells.add(each);
            }
            cells.add(ratio);
            boolean isKnown = !Double.isNaN(published[delay]);
            cells.add(isKnown ? (Object) published[delay] : null);
            cells.add(isKnown ? Findings.error(published[delay], ratio) : null);
            table.add("delay %,d".formatted(DELAYS[delay]), cells);
        }
        double alone = thousands[0][0];
        double work = 1e3 * COSTS.of(Cost.CLOCK_MHZ) / alone - 2 * DELAYS[0];
        table.add("closed form, delay 500", closedForm(work));
        table.note(SOURCE)
                .note("published: 1,007 and 1,730 at delay 500; 51.8 and 154 at 32,000.")
                .note(
                        "The closed form is the least of N cores' rounds and of one lock held for"
                                + " the two entries of each: N / (2 D + R) and 1 / R.");
        return new Findings(name())
                .add(table)
                .plot(name(), plot(thousands))
                .expectNear("one core, delay 500", 1007, alone, 15)
                .expectNear(
                        "four cores to one, delay 500", published[0], thousands[0][3] / alone, 25)
                .expect(
                        "linear at 32,000: four cores do 3.9 times as much or more",
                        thousands[2][3] > 3.9 * thousands[2][0])
                .say(
                        "At 32,000 the published machine does 2.97 times as much with four cores, a"
                            + " model 4: its cores share what the model does not have, such as a"
                            + " clock that slows down when more of them work; the Cortex-A57 of the"
                            + " same suite does 4.0 times as much.");
    }

    private static Throughput throughput(Setting setting, int delay, int cores) {
        return setting.run(
                Arrangement.oneImage(MACHINE, CORES, Control.BIG_LOCK),
                new DelayedPairs(delay, cores),
                COSTS);
    }

    private static List<Object> closedForm(double workCycles) {
        List<Object> cells = new ArrayList<>();
        double perSecond = COSTS.of(Cost.CLOCK_MHZ) * 1e3;
        for (int cores = 1; cores <= CORES; cores++) {
            cells.add(
                    Math.min(
                            cores * perSecond / (2 * DELAYS[0] + workCycles),
                            perSecond / workCycles));
        }
        cells.add((double) cells.get(3) / (double) cells.get(0));
        return cells;
    }

    private static LinePlot plot(double[][] thousands) {
        LinePlot plot =
                LinePlot.of(
                        "Pairs under one lock: calls by cores and delay",
                        "Modelled (Skylake paths with skim window), one core of each delay = 1",
                        new Axis("cores", Scale.LINEAR),
                        new Axis("times the calls of one core", Scale.LINEAR));
        for (int delay = 0; delay < DELAYS.length; delay++) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < CORES; i++) {
                points.add(new Point(i + 1, thousands[delay][i] / thousands[delay][0]));
            }
            plot =
                    plot.with(
                            new Curve(
                                    "delay %,d".formatted(DELAYS[delay]),
                                    Kind.MODELLED,
                                    delay,
                                    0,
                                    points));
        }
        return plot.with(
                new Curve(
                        "published: 500, 32,000",
                        Kind.PUBLISHED,
                        6,
                        0,
                        List.of(new Point(4, 1.73 / 1.007), new Point(4, 154 / 51.8))));
    }
}
