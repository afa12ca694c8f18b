package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.CrossCoreSignal;

import java.util.List;

/** A notification to another core, until its receiver runs. */
public final class NotificationLatency implements Reproduction {
    private static final double[] MULTICORE = {6285, 6894, 6941};
    private static final double[] MULTIKERNEL = {1903, 1903, 1904};

    @Override
    public String name() {
        return "notification";
    }

    @Override
    public String title() {
        return "a notification to an idle core, until its receiver runs";
    }

    @Override
    public Findings run(Setting setting) {
        double[] one = series(setting, Study.multicore(), false);
        double[] apart = series(setting, Study.multikernel(), true);
        Table table =
                new Table(
                        name(),
                        "cycles from the signal until the receiver runs, by contending cores"
                                + " (modelled and published)",
                        List.of("0", "1", "2"));
        Series.add(table, "multi-core kernel", MULTICORE, one);
        Series.add(table, "multikernel, a doorbell", MULTIKERNEL, apart);
        table.note(Study.SOURCE + ", idle receiver");
        return new Findings(name())
                .add(table)
                .expect("a doorbell does not notice other cores (3 %)", apart[2] < 1.03 * apart[0])
                .expect("one image does", one[2] > one[0])
                .expect("a doorbell is the cheaper of the two", apart[0] < one[0])
                .expectNear("a doorbell", MULTIKERNEL[0], apart[0], 40)
                .say(
                        "The published multi-core kernel takes 3.3 times a doorbell. The model's"
                                + " time of an interrupt between cores is from the literature of"
                                + " other machines, the same for both, and its doorbell pays for"
                                + " the interrupt and then for the wake-up, one after the other: it"
                                + " misses the level and the factor.")
                .say("The study's busy receivers are not modelled.");
    }

    private static double[] series(Setting setting, Arrangement arrangement, boolean hasDoorbells) {
        double[] cycles = new double[Study.CORES - 1];
        for (int contending = 0; contending < cycles.length; contending++) {
            cycles[contending] =
                    setting.meanCycles(
                            arrangement,
                            new CrossCoreSignal(contending, hasDoorbells),
                            Study.COSTS);
        }
        return cycles;
    }
}
