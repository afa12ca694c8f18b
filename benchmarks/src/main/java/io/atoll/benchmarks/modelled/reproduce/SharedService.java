package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.SharedData;

import java.util.List;

/** A service that all cores use: servers that share data, or one that moves to its callers. */
public final class SharedService implements Reproduction {
    private static final double[] MULTIKERNEL = {1348, 654, 447, 361};
    private static final double[] REPLICATED = {1721, 2384, 2809, 2957};
    private static final double[] MIGRATING = {1497, 7963, 7791, 7877};

    /**
     * What a round takes besides the call, its answer and the user-level lock: from the study's
     * figure for one core of the multikernel.
     */
    private static final int WORK_CYCLES = 640;

    @Override
    public String name() {
        return "shared-service";
    }

    @Override
    public String title() {
        return "a service that all cores use";
    }

    @Override
    public Findings run(Setting setting) {
        double[] apart = series(setting, Study.multikernel(), true);
        double[] replicated = series(setting, Study.multicore(), true);
        double[] migrating = series(setting, Study.multicore(), false);
        Table table =
                new Table(
                        name(),
                        "cycles for each round done by any core, by calling cores (modelled and"
                                + " published)",
                        List.of("1", "2", "3", "4"));
        Series.add(table, "multikernel, a server a core", MULTIKERNEL, apart);
        Series.add(table, "multi-core kernel, a server a core", REPLICATED, replicated);
        Series.add(table, "multi-core kernel, one server that moves", MIGRATING, migrating);
        table.note(Study.SOURCE + ", weak scaling, tuned, one client a core")
                .note("The first figure of the first row is typed in, as work beside the call.");
        return new Findings(name())
                .add(table)
                .plot(
                        name(),
                        Series.plot(
                                "A service that all cores use",
                                "calling cores",
                                "cycles for each round done",
                                List.of(
                                        new Series("one image, server moves", MIGRATING, migrating),
                                        new Series(
                                                "one image, server a core", REPLICATED, replicated),
                                        new Series("an image a core", MULTIKERNEL, apart)),
                                1))
                .expect(
                        "an image a core: four do at least 3 times as much",
                        apart[3] * 3 < apart[0])
                .expect(
                        "one image stops scaling: four cores do less than 2.5 times as much",
                        replicated[3] * 2.5 > replicated[0])
                .expect(
                        "one server that moves: a second core makes each round slower",
                        migrating[1] > migrating[0])
                .expectNear("four cores of the multikernel", MULTIKERNEL[3], apart[3], 25)
                .say(
                        "A server that moves costs the published kernel 7,900 cycles a round: it"
                                + " stalls and interrupts the other core with a remote call; the"
                                + " emulated kernel hands a queued server over with one interrupt.")
                .say(
                        "With a server a core, one image gets slower with each core in the study"
                                + " (1,721 to 2,957 a round); the model says 840 for four. So does"
                                + " the study's own first table: a call among three others takes"
                                + " 3,356 cycles, a quarter of which is 839. What the user-level"
                                + " lock adds on the board is not in the model.");
    }

    private static double[] series(Setting setting, Arrangement arrangement, boolean isReplicated) {
        double[] cycles = new double[Study.CORES];
        for (int active = 1; active <= cycles.length; active++) {
            cycles[active - 1] =
                    setting.cyclesPerOperation(
                            arrangement,
                            new SharedData(active, isReplicated, WORK_CYCLES),
                            Study.COSTS);
        }
        return cycles;
    }
}
