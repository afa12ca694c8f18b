package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.Control;
import io.atoll.benchmarks.modelled.workloads.FirstLeg;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.Distance;
import io.atoll.cluster.topology.SyntheticTopology;
import io.atoll.cluster.topology.Topology;

import java.util.ArrayList;
import java.util.List;

/** The mail's figures: a fastpath IPC by where the kernel's state was used last. */
public final class Mail implements Reproduction {
    private static final String SOURCE =
            "published: G. Heiser, devel@sel4.systems, 29 January 2020 ('300'; 'over 400, a third"
                    + " worse'; '3,000 to 10,000')";

    private static final Topology MACHINE = SyntheticTopology.parse("package:1 l2:2 core:2 pu:1");
    private static final int SAME_CORE = 0;
    private static final int SAME_L2 = 1;
    private static final int OTHER_L2 = 2;

    /** Published machines, with what is between their cores. */
    private static final List<String> MEASURED =
            List.of(
                    "knl-7210",
                    "m1pro",
                    "kunpeng920",
                    "graviton3",
                    "2x-epyc-7742",
                    "xeon-8275cl",
                    "sparc-t4",
                    "power7");

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public String title() {
        return "a fastpath IPC by where the kernel's state was used last";
    }

    /** Cycles of a Call, without jitter. */
    static double cycles(Setting setting, CostModel costs, int lastUser) {
        return setting.meanCycles(
                Arrangement.oneImage(MACHINE, MACHINE.coreCount(), Control.LOCK_FREE),
                new FirstLeg(lastUser),
                costs.with(Cost.JITTER_PERCENT, 0));
    }

    @Override
    public Findings run(Setting setting) {
        double same = cycles(setting, CostModel.preset("mail"), SAME_CORE);
        double near = cycles(setting, CostModel.preset("mail"), SAME_L2);
        double low = cycles(setting, CostModel.preset("mail-low"), OTHER_L2);
        double high = cycles(setting, CostModel.preset("mail-high"), OTHER_L2);
        Table table =
                new Table(
                        name(),
                        "cycles of a Call by the fastpath (modelled), and the mail's",
                        List.of("mail", "modelled", "error", "lines"));
        row(table, "same core", 300, same, 0);
        row(table, "same L2, 12 cycles a line", 420, near, (near - same) / 12);
        row(table, "across a die, 300 a line", 3300, low, (low - same) / 300);
        row(table, "across a die, 1,000 a line", 10300, high, (high - same) / 1000);
        table.note(SOURCE)
                .note("The mail's column is its arithmetic: 300 cycles and 10 lines.")
                .note("'lines' are not typed in: so many the kernel's Call really touches.");
        return new Findings(name())
                .add(table)
                .add(measured(setting))
                .expectNear("one core", 300, same, 1)
                .expectNear("inside an L2", 420, near, 15)
                .expectNear("across a die, low", 3300, low, 35)
                .expectNear("across a die, high", 10300, high, 35)
                .expect(
                        "a third worse inside an L2 (20 to 50 %)",
                        near > 1.2 * same && near < 1.5 * same);
    }

    private static void row(Table table, String what, double mail, double modelled, double lines) {
        table.add(what, mail, modelled, Findings.error(mail, modelled), (Object) Math.round(lines));
    }

    /** The same with figures of lines that somebody measured. */
    private static Table measured(Setting setting) {
        Table table =
                new Table(
                        "mail-measured",
                        "the same with measured cache lines (modelled; 300 cycles on one core, as"
                                + " the mail has it)",
                        List.of("near", "die", "socket", "near line", "die line", "socket line"));
        for (String machine : MEASURED) {
            CostModel costs = CostModel.preset(machine + "+paths-mail");
            List<Object> cells = new ArrayList<>();
            for (Distance distance : DISTANCES) {
                // The same machine, whose only distance is that one.
                cells.add(cycles(setting, costs.with(Cost.LINE_SAME_L2, costs.line(distance)), 1));
            }
            for (Distance distance : DISTANCES) {
                cells.add(costs.line(distance));
            }
            table.add(machine, cells);
        }
        return table.note(
                "cycles of a Call; and of a line from a core that shares an L2 (where any do), from"
                        + " the same die, from another socket: medians of published matrices.");
    }

    private static final List<Distance> DISTANCES =
            List.of(Distance.SAME_L2, Distance.SAME_NUMA_NODE, Distance.OTHER_PACKAGE);
}
