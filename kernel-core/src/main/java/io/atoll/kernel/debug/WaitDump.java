package io.atoll.kernel.debug;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.ReplyCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.KernelObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Who waits for what, and who could end that: a line for each thread that waits, with the object it
 * waits on, and all threads that hold a capability with the right to wake it.
 */
final class WaitDump {
    private final KernelImage image;
    private final ObjectGraph graph;
    private final List<ThreadObject> threads;

    WaitDump(KernelImage image) {
        this.image = image;
        this.graph = new ObjectGraph(image);
        this.threads = SchedulerDump.threads(image);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ThreadObject thread : threads) {
            if (thread.isBlocked() && thread.state != ThreadState.IDLE) {
                lines.add(line(thread));
            } else if (thread.fault != null) {
                lines.add("%s  stopped by a fault: %s".formatted(thread.name, thread.fault));
            }
        }
        return lines;
    }

    private String line(ThreadObject thread) {
        KernelObject object =
                thread.state == ThreadState.BLOCKED_ON_REPLY ? thread.reply : thread.blockingObject;
        String fault = thread.fault == null ? "" : " to be answered: " + thread.fault;
        return "%s  %s %s%s  could be woken by: %s"
                .formatted(
                        thread.name,
                        ThreadState.name(thread.state),
                        nameOf(object),
                        fault,
                        wakers(thread, object));
    }

    private String nameOf(KernelObject object) {
        ObjectGraph.Node node = object == null ? null : graph.node(object);
        return node == null ? "nothing that has a name" : node.name();
    }

    private String wakers(ThreadObject waiting, KernelObject object) {
        List<String> names = new ArrayList<>();
        boolean isSending = waiting.state == ThreadState.BLOCKED_ON_SEND;
        for (ThreadObject thread : threads) {
            if (thread != waiting
                    && (holds(thread, object, isSending)
                            || waiting.boundNotification != null
                                    && holds(thread, waiting.boundNotification, false))) {
                names.add(thread.name);
            }
        }
        for (int line = 0; line < InterruptLines.COUNT; line++) {
            if (signals(line, object) || signals(line, waiting.boundNotification)) {
                names.add("interrupt line " + line);
            }
        }
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    private boolean signals(int line, KernelObject object) {
        Slot handler = image.interrupts().handler(line);
        return object instanceof NotificationObject
                && handler != null
                && !handler.isEmpty()
                && handler.capability.object() == object;
    }

    /** Whether a thread's CSpace has a capability that ends the wait on an object. */
    private static boolean holds(ThreadObject thread, KernelObject object, boolean isSending) {
        return thread.cspaceRoot.capability instanceof CNodeCapability root
                && holds(
                        root.cnode,
                        object,
                        isSending,
                        Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean holds(
            CNodeObject cnode, KernelObject object, boolean isSending, Set<CNodeObject> seen) {
        if (!seen.add(cnode)) {
            return false;
        }
        for (Slot slot : cnode.slots) {
            Capability capability = slot.isEmpty() ? null : slot.capability;
            if (capability instanceof CNodeCapability inner
                    ? holds(inner.cnode, object, isSending, seen)
                    : capability != null && wakes(capability, object, isSending)) {
                return true;
            }
        }
        return false;
    }

    private static boolean wakes(Capability capability, KernelObject object, boolean isSending) {
        if (object == null || capability.object() != object) {
            return false;
        }
        return switch (capability) {
            case EndpointCapability endpoint -> isSending ? endpoint.canReceive : endpoint.canSend;
            case NotificationCapability notification -> notification.canSend;
            case ReplyCapability _ -> true;
            default -> false;
        };
    }
}
