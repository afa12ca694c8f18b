package io.atoll.stress;

import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.SerializedBufferCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Runs jcstress tests, each in a JVM of its own, one after the other, with two spinning threads
 * bound to two CPUs. Used instead of jcstress's own main class, which probes some twenty flags
 * first, calls a test with a forbidden outcome a failure, and says nothing of one without.
 */
final class Jcstress {
    /** As the launcher runs Atoll; G1's barriers would hide missing fences. */
    private static final List<String> ALWAYS =
            List.of(
                    "-XX:+UseParallelGC",
                    "-Xms256m",
                    "-Xmx256m",
                    "-XX:ParallelGCThreads=2",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-RestrictContended",
                    "--enable-native-access=ALL-UNNAMED",
                    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

    private static final List<String> C2_AT_RANDOM =
            List.of("-XX:-TieredCompilation", "-XX:+StressLCM", "-XX:+StressGCM");

    /** Actors of a test, which spin. */
    private static final String CPUS = "2";

    private final Form form;
    private final PrintStream log;
    private final Options options;
    private final Scheduler scheduler;
    private final List<SchedulingClass> placements;

    /**
     * @param log for what jcstress says of machine and JVM
     * @throws IllegalStateException if this host has not two CPUs
     */
    Jcstress(Form form, PrintStream log) throws Exception {
        this.form = form;
        this.log = log;
        List<String> arguments = new ArrayList<>(form.options());
        arguments.addAll(List.of("-c", CPUS, "-spinStyle", "THREAD_SPIN_WAIT"));
        this.options = new Options(arguments.toArray(String[]::new));
        PrintStream out = System.out;
        System.setOut(log);
        try {
            if (!options.parse()) {
                throw new IllegalStateException("jcstress needs two CPUs; see its log");
            }
            OSSupport.init();
            if (form == Form.LONG) {
                VMSupport.initFlags(options);
                VMSupport.detectAvailableVMConfigs(true, List.of(), ALWAYS);
            }
            scheduler = new Scheduler(Topology.get(), options.getCPUCount());
            placements =
                    scheduler.scheduleClasses(2, options.getCPUCount(), options.affinityMode());
        } finally {
            System.setOut(out);
        }
    }

    /** Runs the tests of these names. */
    Collection<TestResult> run(Collection<String> names) throws Exception {
        List<TestConfig> configs = new ArrayList<>();
        for (String name : names) {
            TestInfo test = TestList.getInfo(name);
            for (SchedulingClass placement : placements) {
                if (form == Form.LONG) {
                    addAllCompilations(configs, test, placement);
                } else {
                    configs.add(
                            new TestConfig(
                                    options,
                                    test,
                                    0,
                                    join(ALWAYS, C2_AT_RANDOM),
                                    CompileMode.UNIFIED,
                                    placement));
                }
            }
        }
        return run(configs);
    }

    private Collection<TestResult> run(List<TestConfig> configs) throws Exception {
        List<TestResult> results = Collections.synchronizedList(new ArrayList<>());
        PrintStream out = System.out;
        System.setOut(log);
        try {
            SerializedBufferCollector collector = new SerializedBufferCollector(results::add);
            new TestExecutor(options.verbosity(), collector, scheduler).runAll(configs);
            collector.close();
        } finally {
            System.setOut(out);
        }
        return results;
    }

    private void addAllCompilations(
            List<TestConfig> configs, TestInfo test, SchedulingClass placement) {
        for (VMSupport.Config vm : VMSupport.getAvailableVMConfigs()) {
            int forks = vm.stress() ? options.getForksStressMultiplier() : 1;
            for (int mode : CompileMode.casesFor(2, VMSupport.c1Available(), true)) {
                if (!vm.onlyIfC2() || CompileMode.hasC2(mode, 2)) {
                    for (int fork = 0; fork < forks; fork++) {
                        configs.add(
                                new TestConfig(options, test, fork, vm.args(), mode, placement));
                    }
                }
            }
        }
    }

    private static List<String> join(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
