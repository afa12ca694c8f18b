package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.plots.LinePlot;
import io.atoll.benchmarks.modelled.plots.LinePlot.Axis;
import io.atoll.benchmarks.modelled.plots.LinePlot.Curve;
import io.atoll.benchmarks.modelled.plots.LinePlot.Kind;
import io.atoll.benchmarks.modelled.plots.LinePlot.Point;
import io.atoll.benchmarks.modelled.plots.LinePlot.Scale;
import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.Calls;
import io.atoll.benchmarks.modelled.workloads.Control;
import io.atoll.benchmarks.modelled.workloads.CrossCoreSignal;
import io.atoll.benchmarks.modelled.workloads.CrossCoreSignal.Background;
import io.atoll.benchmarks.modelled.workloads.Pattern;
import io.atoll.benchmarks.modelled.workloads.RingPair;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.SyntheticTopology;
import io.atoll.cluster.topology.Topology;

import java.util.ArrayList;
import java.util.List;

/**
 * What mitigations of processor bugs do to the argument: asked in the mail's thread, never answered
 * there. They make every kernel entry dearer and no cache line.
 */
public final class Mitigations implements Reproduction {
    private static final List<String> NAMES = List.of("none", "kpti", "kpti-nopcid", "ibrs-entry");
    private static final int OTHER_L2 = 2;
    private static final int CORES = 16;
    private static final Topology PAIR = SyntheticTopology.parse("package:1 l2:2 core:1 pu:1");
    private static final Topology DIE = SyntheticTopology.parse("package:1 l2:4 core:4 pu:1");

    @Override
    public String name() {
        return "mitigations";
    }

    @Override
    public String title() {
        return "what mitigations of processor bugs do to the argument";
    }

    @Override
    public Findings run(Setting setting) {
        Table table =
                new Table(
                        name(),
                        "virtual cycles (modelled), and what sharing costs in proportion",
                        List.of(
                                "an entry more",
                                "IPC, one core",
                                "across, 300 a line",
                                "x",
                                "across, 1,000",
                                "x",
                                "doorbells",
                                "ring",
                                "clusters of 4 / one image"));
        List<double[]> rows = new ArrayList<>();
        for (String mitigation : NAMES) {
            double[] row = row(setting, mitigation);
            rows.add(row);
            List<Object> cells = new ArrayList<>();
            cells.add((long) row[0]);
            for (int i = 1; i < row.length; i++) {
                cells.add(row[i]);
            }
            table.add(mitigation, cells);
        }
        table.note("'x': so many times the IPC of one core.")
                .note(
                        "'doorbells': to an idle core of another image and back, until the first"
                                + " thread runs.")
                .note("'ring': a message to another image and one back, both cores polling.")
                .note(
                        "last: independent pairs on %d cores, how many times as much four images of"
                                        .formatted(CORES)
                                + " 4 cores do as one image under a big lock.")
                .note(
                        "published: what an entry costs more, K. Garloff, Open Telekom Cloud, 2018"
                                + " (getppid() on five machines); what follows from it, nobody.");
        double[] none = rows.getFirst();
        double[] worst = rows.getLast();
        return new Findings(name())
                .add(table)
                .plot(name(), plot(rows))
                .expect("sharing costs less in proportion with each mitigation", shrinks(rows, 3))
                .expect("so it does at 1,000 cycles a line", shrinks(rows, 5))
                .expect(
                        "but not in cycles: the difference stays within 1 %",
                        isSameDifference(none, worst))
                .expect(
                        "a message through a ring costs what it did (10 %)",
                        worst[7] < 1.1 * none[7])
                .expect(
                        "two doorbells become dearer by more than two entries",
                        worst[6] - none[6] > 2 * worst[0])
                .say(
                        "So the relative penalty of sharing an image shrinks, since the fixed term"
                            + " grows and the term of the lines does not; what is lost in cycles"
                            + " stays. Rings stay as they are: they enter no kernel.")
                .say(
                        "The model adds a constant to each entry. Real mitigations also empty"
                            + " predictors and translation caches, which programs pay for later.");
    }

    private static double[] row(Setting setting, String mitigation) {
        CostModel low = CostModel.preset("mail-low+" + mitigation);
        CostModel high = CostModel.preset("mail-high+" + mitigation);
        double one = Mail.cycles(setting, low, 0);
        double across = Mail.cycles(setting, low, OTHER_L2);
        double far = Mail.cycles(setting, high, OTHER_L2);
        double doorbell =
                setting.meanCycles(
                        new Arrangement(PAIR, 2, 1, Control.BIG_LOCK),
                        new CrossCoreSignal(0, Background.NOTHING, true, true),
                        low);
        double ring =
                setting.meanCycles(
                        new Arrangement(PAIR, 2, 1, Control.BIG_LOCK), new RingPair(), low);
        double gain =
                perSecond(setting, new Arrangement(DIE, CORES, 4, Control.BIG_LOCK), low)
                        / perSecond(
                                setting, Arrangement.oneImage(DIE, CORES, Control.BIG_LOCK), low);
        return new double[] {
            low.of(Cost.MITIGATIONS),
            one,
            across,
            across / one,
            far,
            far / one,
            doorbell,
            ring,
            gain
        };
    }

    private static double perSecond(Setting setting, Arrangement arrangement, CostModel costs) {
        return setting.run(arrangement, new Calls(Pattern.INDEPENDENT_PAIRS), costs).perSecond();
    }

    private static boolean shrinks(List<double[]> rows, int column) {
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i)[column] >= rows.get(i - 1)[column]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSameDifference(double[] none, double[] worst) {
        double before = none[2] - none[1];
        return Math.abs((worst[2] - worst[1]) / before - 1) < 0.01;
    }

    private static LinePlot plot(List<double[]> rows) {
        LinePlot plot =
                LinePlot.of(
                        "What sharing costs, by what a kernel entry costs more",
                        "Modelled: the mail's numbers; none, KPTI, KPTI without PCID, IBRS",
                        new Axis("cycles that mitigations add to each entry", Scale.LINEAR),
                        new Axis("times the IPC of one core", Scale.LINEAR));
        plot = plot.with(curve("1,000 cycles a line", rows, 5, 1));
        return plot.with(curve("300 cycles a line", rows, 3, 0));
    }

    private static Curve curve(String name, List<double[]> rows, int column, int colour) {
        return new Curve(
                name,
                Kind.MODELLED,
                colour,
                0,
                rows.stream().map(row -> new Point(row[0], row[column])).toList());
    }
}
