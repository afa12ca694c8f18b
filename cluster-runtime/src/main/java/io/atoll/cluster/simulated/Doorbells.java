package io.atoll.cluster.simulated;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.Interrupts;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.debug.KernelDebug;
import io.atoll.kernel.object.NotificationObject;

import java.util.ArrayList;
import java.util.List;

/** The doorbells of a machine that stands still. */
final class Doorbells {
    private final SimulatedMachine machine;
    private final List<SimulatedCluster> clusters;

    Doorbells(SimulatedMachine machine, List<SimulatedCluster> clusters) {
        this.machine = machine;
        this.clusters = clusters;
    }

    /** All interrupts that programs could hear of and have not: on their way, or held back. */
    List<UnheardDoorbell> unheard() {
        List<UnheardDoorbell> all = new ArrayList<>();
        for (SimulatedCluster cluster : clusters) {
            for (SimulatedCore core : cluster.cores()) {
                machine.loop()
                        .forEachInterruptOf(
                                core,
                                (cycles, line, kind) -> {
                                    if (kind == EventKind.DOORBELL) {
                                        all.add(bell(cluster, core, line, cycles, "on its way"));
                                    }
                                });
            }
            for (int line = InterruptLines.FIRST_USER; line < InterruptLines.COUNT; line++) {
                arrived(cluster, line, all);
            }
        }
        return all;
    }

    private static void arrived(SimulatedCluster cluster, int line, List<UnheardDoorbell> all) {
        KernelImage image = cluster.image();
        for (SimulatedCore core : cluster.cores()) {
            if (core.kernelCore().interrupts.isRaised(line)) {
                all.add(bell(cluster, core, line, -1, "raised, and not taken yet"));
            }
        }
        Interrupts interrupts = image.interrupts();
        if (interrupts.isLatched(line) || interrupts.isMasked(line)) {
            all.add(
                    bell(
                            cluster,
                            cluster.cores().getFirst(),
                            line,
                            -1,
                            heldBack(interrupts, line)));
        }
    }

    private static String heldBack(Interrupts interrupts, int line) {
        if (!interrupts.isIssued(line)) {
            return "raised, and nobody handles it";
        }
        if (interrupts.isUnheard(line)) {
            return "raised before it had anybody to signal, comes when it is acknowledged";
        }
        return interrupts.isLatched(line)
                ? "raised again, comes when it is acknowledged"
                : "taken, not acknowledged yet";
    }

    private static UnheardDoorbell bell(
            SimulatedCluster cluster, SimulatedCore core, int line, long cycles, String state) {
        return new UnheardDoorbell(
                cluster.index(),
                core.machineCore(),
                core.index(),
                line,
                cycles,
                state,
                hearers(cluster.image(), line));
    }

    /** Who waits on what the line signals, or has it bound. */
    static List<String> hearers(KernelImage image, int line) {
        Slot handler = image.interrupts().handler(line);
        if (handler == null
                || handler.isEmpty()
                || !(handler.capability.object() instanceof NotificationObject signalled)) {
            return List.of();
        }
        return KernelDebug.threads(image).stream()
                .filter(
                        thread ->
                                thread.boundNotification == signalled
                                        || thread.blockingObject == signalled)
                .map(thread -> thread.name)
                .toList();
    }
}
