package io.atoll.command;

import io.atoll.cluster.pinned.CpuAffinity;
import io.atoll.cluster.topology.ClusterBy;
import io.atoll.cluster.topology.Clustering;
import io.atoll.cluster.topology.HostTopology;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code atoll doctor}: whether measurements on this host can mean something. */
@Command(
        name = "doctor",
        description = "Say whether this host is fit for measuring: cores, pinning, clock, noise.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final long NOISE_NANOS = 1_000_000_000L;
    private static final int CLOCK_READS = 200_000;

    /** A gap in a spinning thread above this is a visible outlier in every measurement. */
    private static final long LARGEST_GOOD_GAP_NANOS = 5_000_000;

    @Option(
            names = "--json",
            arity = "0",
            negatable = true,
            fallbackValue = "true",
            description = "the same as JSON")
    private boolean isJson;

    private final Map<String, Object> found = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    @Override
    public Integer call() {
        line("atoll", "%s", Atoll.version());
        line(
                "java",
                "%s, %s",
                System.getProperty("java.vm.version"),
                System.getProperty("java.vm.vendor"));
        line(
                "flags",
                "%s",
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        line("host", "%s %s", System.getProperty("os.name"), System.getProperty("os.arch"));
        Clustering clustering = Clustering.of(HostTopology.read(), ClusterBy.L2);
        line("topology", "%s", clustering.topology());
        line("clusters", "%d by L2: %s", clustering.clusterCount(), clustering.clusters());
        clustering.topology().notes().forEach(note -> line("", "%s", note));
        if (clustering.topology().coreCount() < 2) {
            complaints.add(
                    "there is one core: two clusters take turns, so their latencies mean little");
        }
        pinning();
        clock();
        noise();
        line("verdict", "%s", complaints.isEmpty() ? "fit for measuring" : "not fit for measuring");
        if (isJson) {
            found.put("complaints", complaints);
            System.out.print(Json.text(found));
        } else {
            complaints.forEach(complaint -> line("", "- %s", complaint));
        }
        return complaints.isEmpty() ? ExitCode.PASS : ExitCode.UNKNOWN;
    }

    private void pinning() {
        if (!CpuAffinity.isSupported()) {
            line("pinning", "not on this system");
            complaints.add("threads cannot be bound to CPUs");
            return;
        }
        BitSet before = CpuAffinity.ofCurrentThread();
        try {
            CpuAffinity.pinCurrentThread(before.nextSetBit(0));
            line("pinning", "sched_setaffinity works, CPUs %s", before);
        } catch (CpuAffinity.PinningException refused) {
            line("pinning", "%s", refused.getMessage());
            complaints.add("threads cannot be bound to CPUs");
        } finally {
            CpuAffinity.bindCurrentThread(before);
        }
    }

    private void clock() {
        long smallestStep = Long.MAX_VALUE;
        long start = System.nanoTime();
        long previous = start;
        for (int i = 0; i < CLOCK_READS; i++) {
            long now = System.nanoTime();
            if (now != previous) {
                smallestStep = Math.min(smallestStep, now - previous);
            }
            previous = now;
        }
        line(
                "clock",
                "reading takes %d ns, smallest step %d ns",
                (previous - start) / CLOCK_READS,
                smallestStep);
    }

    /** The longest time that a thread which never waits was kept from running. */
    private void noise() {
        long start = System.nanoTime();
        long previous = start;
        long largestGap = 0;
        while (previous - start < NOISE_NANOS) {
            long now = System.nanoTime();
            largestGap = Math.max(largestGap, now - previous);
            previous = now;
        }
        line("noise", "longest gap %d us in 1 s", largestGap / 1_000);
        if (largestGap > LARGEST_GOOD_GAP_NANOS) {
            complaints.add(
                    "the host took the CPU away for %d us: other work runs here"
                            .formatted(largestGap / 1_000));
        }
    }

    /** One that says nothing of its own belongs to the one before it. */
    private void line(String what, String format, Object... arguments) {
        if (!isJson) {
            System.out.printf("%-10s %s%n", what, format.formatted(arguments));
        } else if (!what.isEmpty()) {
            found.put(what, format.formatted(arguments));
        }
    }
}
