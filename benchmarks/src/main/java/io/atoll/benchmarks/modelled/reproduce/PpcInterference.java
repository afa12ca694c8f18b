package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.Interference;
import io.atoll.benchmarks.modelled.workloads.Interference.Load;

import java.util.List;

/** A protected call and its answer while other cores work: the study's first table. */
public final class PpcInterference implements Reproduction {
    private static final double[] MULTIKERNEL = {676, 677, 677, 676};
    private static final double[] CALLS = {954, 1704, 2677, 3356};
    private static final double[] NULL_CALLS = {954, 1259, 1506, 1851};

    @Override
    public String name() {
        return "ppc-interference";
    }

    @Override
    public String title() {
        return "a protected call and its answer while other cores work";
    }

    @Override
    public Findings run(Setting setting) {
        Table table =
                new Table(
                        name(),
                        "cycles of a call and its answer, by other cores at work (modelled and"
                                + " published)",
                        List.of("0", "1", "2", "3"));
        double[] apart = series(setting, Study.multikernel(), Load.CALLS);
        double[] calls = series(setting, Study.multicore(), Load.CALLS);
        double[] nulls = series(setting, Study.multicore(), Load.NULL_SYSTEM_CALLS);
        Series.add(table, "multikernel, others call", MULTIKERNEL, apart);
        Series.add(table, "multi-core kernel, others call", CALLS, calls);
        Series.add(table, "multi-core kernel, others make null calls", NULL_CALLS, nulls);
        table.note(Study.SOURCE + ", tuned kernels");
        table.note("Uncontended figures are in the model; the three columns after them come out.");
        return new Findings(name())
                .add(table)
                .plot(
                        name(),
                        Series.plot(
                                "A call and its answer while other cores work",
                                "other cores at work",
                                "cycles",
                                List.of(
                                        new Series("one image, calls", CALLS, calls),
                                        new Series("one image, null calls", NULL_CALLS, nulls),
                                        new Series("an image a core", MULTIKERNEL, apart)),
                                0))
                .expect("an image a core stays within 3 %", apart[3] < 1.03 * apart[0])
                .expectNear(
                        "what each core that calls adds",
                        Series.slope(CALLS),
                        Series.slope(calls),
                        25)
                .expectNear(
                        "what each core with null calls adds",
                        Series.slope(NULL_CALLS),
                        Series.slope(nulls),
                        25)
                .expectNear("three others that call", CALLS[3], calls[3], 25)
                .expectNear("three others with null calls", NULL_CALLS[3], nulls[3], 25)
                .say(
                        "The model has no cache capacity, no store buffer and no memory traffic:"
                            + " what differs from a straight line in the study it cannot show.");
    }

    private static double[] series(Setting setting, Arrangement arrangement, Load load) {
        double[] cycles = new double[Study.CORES];
        for (int others = 0; others < cycles.length; others++) {
            cycles[others] =
                    setting.meanCycles(arrangement, new Interference(others, load), Study.COSTS);
        }
        return cycles;
    }
}
