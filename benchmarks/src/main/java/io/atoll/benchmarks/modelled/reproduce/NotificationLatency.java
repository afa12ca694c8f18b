package io.atoll.benchmarks.modelled.reproduce;

import io.atoll.benchmarks.modelled.Jobs;
import io.atoll.benchmarks.modelled.plots.LinePlot;
import io.atoll.benchmarks.modelled.tables.Table;
import io.atoll.benchmarks.modelled.workloads.Arrangement;
import io.atoll.benchmarks.modelled.workloads.CrossCoreSignal;
import io.atoll.benchmarks.modelled.workloads.CrossCoreSignal.Background;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** A notification to another core and one back: the study's second table. */
public final class NotificationLatency implements Reproduction {
    /** What the two cores do beside, and what is published for it. */
    private record Group(
            String title, Background background, double[] multicore, double[] multikernel) {}

    private static final List<Group> GROUPS =
            List.of(
                    new Group(
                            "idle",
                            Background.NOTHING,
                            new double[] {6285, 6894, 6941},
                            new double[] {1903, 1903, 1904}),
                    new Group(
                            "busy",
                            Background.WORK,
                            new double[] {7822, 8477, 8737},
                            new double[] {2933, 2912, 2933}),
                    new Group(
                            "null calls",
                            Background.NULL_SYSTEM_CALLS,
                            new double[] {8536, 8970, 9907},
                            new double[] {3064, 3070, 3052}));

    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int NULL_CALLS = 2;
    private static final int CONTENDING = 3;

    @Override
    public String name() {
        return "notification";
    }

    @Override
    public String title() {
        return "a notification to another core and one back, by what the two do beside";
    }

    @Override
    public Findings run(Setting setting) {
        double[][] one = series(setting, Study.multicore(), false);
        double[][] apart = series(setting, Study.multikernel(), true);
        Table table =
                new Table(
                        name(),
                        "cycles from a signal until the answer's receiver runs, by contending cores"
                                + " (modelled and published)",
                        List.of("0", "1", "2"));
        for (int i = 0; i < GROUPS.size(); i++) {
            Group group = GROUPS.get(i);
            Series.add(table, "multi-core kernel, " + group.title, group.multicore, one[i]);
        }
        for (int i = 0; i < GROUPS.size(); i++) {
            Group group = GROUPS.get(i);
            Series.add(
                    table, "multikernel, doorbells, " + group.title, group.multikernel, apart[i]);
        }
        table.note(Study.SOURCE + " (ipi-interference)")
                .note("idle, busy, null calls: what both cores do while their threads wait.");
        table.note(
                "Typed in is the first figure of doorbells, busy: an interrupt's way is fitted to"
                        + " it.");
        return new Findings(name())
                .add(table)
                .plot(name(), plot(one, apart))
                .expect(
                        "doorbells do not notice other cores (3 %), whatever the two do",
                        Arrays.stream(apart).allMatch(each -> each[2] < 1.03 * each[0]))
                .expect(
                        "one image does: each contending core makes it slower",
                        Arrays.stream(one).allMatch(each -> each[0] < each[1] && each[1] < each[2]))
                .expect(
                        "doorbells are the cheaper ones, whatever the two do",
                        one[IDLE][0] > apart[IDLE][0]
                                && one[BUSY][0] > apart[BUSY][0]
                                && one[NULL_CALLS][0] > apart[NULL_CALLS][0])
                .expect(
                        "one image: null calls beside are worse than work beside",
                        one[NULL_CALLS][0] > one[BUSY][0])
                .expectNear(
                        "doorbells, null calls beside",
                        GROUPS.get(NULL_CALLS).multikernel[0],
                        apart[NULL_CALLS][0],
                        25)
                .expectNear("doorbells, idle", GROUPS.get(IDLE).multikernel[0], apart[IDLE][0], 25)
                .expectNear("one image, idle", GROUPS.get(IDLE).multicore[0], one[IDLE][0], 25)
                .expectNear(
                        "one image, null calls beside and on two other cores",
                        GROUPS.get(NULL_CALLS).multicore[2],
                        one[NULL_CALLS][2],
                        30)
                .say(
                        "Published, a doorbell to an idle core is 500 cycles cheaper than to a busy"
                            + " one; the model misses that: its interrupt is sel4bench's, of a core"
                            + " that runs a thread.")
                .say(
                        "Published, notifications inside the multi-core kernel take 2.7 to 3.3"
                            + " times what doorbells take, in the model 1.7 to 2.3. Who signals"
                            + " wakes the thread there, and the interrupt that follows has its core"
                            + " look at its queues: it costs the model what an interrupt costs that"
                            + " wakes nobody. What else that kernel does is not known.");
    }

    private static LinePlot plot(double[][] one, double[][] apart) {
        List<Series> all = new ArrayList<>();
        for (int i = 0; i < GROUPS.size(); i++) {
            Group group = GROUPS.get(i);
            all.add(new Series("one image, " + group.title, group.multicore, one[i]));
        }
        for (int i = 0; i < GROUPS.size(); i++) {
            Group group = GROUPS.get(i);
            all.add(new Series("doorbells, " + group.title, group.multikernel, apart[i]));
        }
        return Series.plot(
                "A notification to another core and back", "contending cores", "cycles", all, 0);
    }

    private static double[][] series(
            Setting setting, Arrangement arrangement, boolean hasDoorbells) {
        List<Callable<Double>> jobs = new ArrayList<>();
        for (Group group : GROUPS) {
            for (int contending = 0; contending < CONTENDING; contending++) {
                CrossCoreSignal scenario =
                        new CrossCoreSignal(contending, group.background, hasDoorbells);
                jobs.add(() -> setting.meanCycles(arrangement, scenario, Study.COSTS));
            }
        }
        List<Double> results = Jobs.run(jobs);
        double[][] cycles = new double[GROUPS.size()][CONTENDING];
        for (int i = 0; i < results.size(); i++) {
            cycles[i / CONTENDING][i % CONTENDING] = results.get(i);
        }
        return cycles;
    }
}
