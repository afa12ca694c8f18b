package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.workloads.ModelledRun;
import io.atoll.benchmarks.modelled.workloads.NullCalls;

import java.util.List;

/** How long a core waits for the image's lock: the study's trace. */
public final class LockTrace implements Reproduction {
    private static final double[] ACQUIRE = {45.6, 206.5, 303, 456};

    @Override
    public String name() {
        return "lock-trace";
    }

    @Override
    public String title() {
        return "waiting for the lock of the multi-core kernel";
    }

    @Override
    public Findings run(Setting setting) {
        double[] cycles = new double[Study.CORES];
        for (int active = 1; active <= cycles.length; active++) {
            cycles[active - 1] =
                    ModelledRun.meanAcquireCycles(
                            Study.multicore(),
                            new NullCalls(active),
                            Study.COSTS,
                            setting.seed(),
                            // So many that those of the boot, which nobody contends, do not count.
                            10 * setting.share());
        }
        Table table =
                new Table(
                        name(),
                        "cycles until a core has the lock, by cores that make null calls (modelled"
                                + " and published)",
                        List.of("1", "2", "3", "4"));
        Series.add(table, "multi-core kernel", ACQUIRE, cycles);
        table.note(Study.SOURCE);
        return new Findings(name())
                .add(table)
                .plot(
                        name(),
                        Series.plot(
                                "Until a core has the lock",
                                "cores that make null calls",
                                "cycles",
                                List.of(new Series("acquire", ACQUIRE, cycles)),
                                1))
                .expectNear("what each core adds", Series.slope(ACQUIRE), Series.slope(cycles), 25)
                .expectNear("four cores", ACQUIRE[3], cycles[3], 25);
    }
}
