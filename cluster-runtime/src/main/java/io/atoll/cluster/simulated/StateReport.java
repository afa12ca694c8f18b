package io.atoll.cluster.simulated;

import io.atoll.kernel.debug.KernelDebug;
import io.atoll.kernel.debug.WaitingThread;

import java.util.ArrayList;
import java.util.List;

/** A machine that stands still, in words: its cores with their clocks, its threads by cluster. */
final class StateReport {
    private StateReport() {}

    static List<String> of(SimulatedMachine machine, List<SimulatedCluster> clusters) {
        List<String> lines = new ArrayList<>();
        for (SimulatedCluster cluster : clusters) {
            lines.add("cluster %d".formatted(cluster.index()));
            for (SimulatedCore core : cluster.cores()) {
                lines.add(
                        "  core %d  %s  %s"
                                .formatted(
                                        core.machineCore(),
                                        time(machine, core),
                                        what(machine, core)));
            }
            KernelDebug.scheduler(cluster.image())
                    .lines()
                    .skip(1)
                    .map("  "::concat)
                    .forEach(lines::add);
            for (WaitingThread waiting : KernelDebug.waiting(cluster.image())) {
                if (!waiting.canRun()) {
                    lines.add("  %s  %s".formatted(waiting.name(), waiting.waitsFor()));
                }
            }
        }
        return lines;
    }

    private static String time(SimulatedMachine machine, SimulatedCore core) {
        long nanos = machine.clock().ticks(core.cycles());
        return "%d.%03d us".formatted(nanos / 1000, nanos % 1000);
    }

    /** What a core does, in words. */
    static String what(SimulatedMachine machine, SimulatedCore core) {
        String thread = core.kernelCore().current.name;
        return thread.equals("idle")
                ? "idles"
                : core.sleepsUntilChange()
                        ? "polls in '" + thread + "'"
                        : core == machine.running()
                                ? "runs '" + thread + "'"
                                : "is to go on with '" + thread + "'";
    }
}
