package io.atoll.kernel.debug;

import io.atoll.kernel.KernelImage;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The table of all threads: name, state, instruction pointer, priority, core, whether it waits for
 * its budget; by core, falling priority, address.
 */
final class SchedulerDump {
    private static final String HEADER =
            "Name                                    \tState          \tIP                  \t Prio"
                    + " \t Core\t InReleaseQueue\n";
    private static final String RULE = "-".repeat(86) + "\n";

    private SchedulerDump() {}

    static String of(KernelImage image) {
        StringBuilder text = new StringBuilder("Dumping all tcbs!\n").append(HEADER).append(RULE);
        for (ThreadObject thread : threads(image)) {
            text.append(
                    "%40s\t%15s\t%20s\t%20d\t%d\t%d\n"
                            .formatted(
                                    thread.name,
                                    ThreadState.name(thread.state),
                                    "0x%x".formatted(instructionPointer(thread)),
                                    thread.priority,
                                    thread.core.index,
                                    thread.inReleaseQueue ? 1 : 0));
        }
        return text.toString();
    }

    /** All threads of an image, those of each core too that never execute anything. */
    static List<ThreadObject> threads(KernelImage image) {
        return threads(image, new ObjectGraph(image));
    }

    /** As above, of an image whose objects were gone through already. */
    static List<ThreadObject> threads(KernelImage image, ObjectGraph graph) {
        List<ThreadObject> threads = new ArrayList<>();
        for (ObjectGraph.Node node : graph.nodes()) {
            if (node.kind() == CapabilityKind.THREAD) {
                threads.add((ThreadObject) node.object());
            }
        }
        for (int core = 0; core < image.coreCount(); core++) {
            threads.add(image.core(core).idle);
        }
        threads.sort(
                Comparator.<ThreadObject>comparingInt(thread -> thread.core.index)
                        .thenComparing(thread -> thread.state == ThreadState.IDLE)
                        .thenComparing(thread -> -thread.priority)
                        .thenComparing(thread -> thread.address, Long::compareUnsigned));
        return threads;
    }

    private static long instructionPointer(ThreadObject thread) {
        return thread.context == null ? 0 : thread.context.programCounter();
    }
}
