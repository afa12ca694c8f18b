package io.atoll.kernel.debug;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.ReplyCapability;
import io.atoll.kernel.capability.SgiSignalCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.object.KernelObject;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

import java.util.ArrayList;
import java.util.List;

/**
 * Who waits for what, and who could end that: each thread that waits, with the object it waits on,
 * and all threads that hold a capability with the right to wake it.
 */
final class WaitDump {
    private final KernelImage image;
    private final ObjectGraph graph;
    private final List<ThreadObject> threads;

    WaitDump(KernelImage image) {
        this.image = image;
        this.graph = new ObjectGraph(image);
        this.threads = SchedulerDump.threads(image, graph);
    }

    List<WaitingThread> waiting() {
        List<WaitingThread> waiting = new ArrayList<>();
        for (ThreadObject thread : threads) {
            if (thread.state == ThreadState.IDLE) {
                continue;
            }
            if (thread.isBlocked()) {
                waiting.add(blocked(thread));
            } else if (thread.fault != null) {
                waiting.add(notBlocked(thread, "stopped"));
            } else if (thread.inReleaseQueue) {
                waiting.add(notBlocked(thread, "waits for its budget"));
            } else if (thread.inReadyQueue || thread == thread.core.current) {
                waiting.add(notBlocked(thread, "can run"));
            }
        }
        return waiting;
    }

    private static WaitingThread notBlocked(ThreadObject thread, String state) {
        return new WaitingThread(thread.name, state, "", "", fault(thread), List.of(), List.of());
    }

    private static String fault(ThreadObject thread) {
        return thread.fault == null ? "" : thread.fault.toString();
    }

    /** What the first thread of that name is blocked on; empty if it is not. */
    String blockedOn(String name) {
        for (ThreadObject thread : threads) {
            if (thread.name.equals(name) && thread.isBlocked()) {
                return ThreadState.name(thread.state) + " " + nameOf(object(thread));
            }
        }
        return "";
    }

    private static KernelObject object(ThreadObject blocked) {
        return blocked.state == ThreadState.BLOCKED_ON_REPLY
                ? blocked.reply
                : blocked.blockingObject;
    }

    private WaitingThread blocked(ThreadObject thread) {
        KernelObject object = object(thread);
        String own =
                object == null
                        ? null
                        : CSpaceSearch.first(thread, capability -> capability.object() == object);
        return new WaitingThread(
                thread.name,
                ThreadState.name(thread.state),
                nameOf(object),
                own == null ? "" : own,
                fault(thread),
                wakers(thread, object),
                lines(thread, object));
    }

    private String nameOf(KernelObject object) {
        ObjectGraph.Node node = object == null ? null : graph.node(object);
        return node == null ? "nothing that has a name" : node.name();
    }

    private List<WaitingThread.Holder> wakers(ThreadObject waiting, KernelObject object) {
        boolean isSending = waiting.state == ThreadState.BLOCKED_ON_SEND;
        List<WaitingThread.Holder> wakers = new ArrayList<>();
        for (ThreadObject thread : threads) {
            String address =
                    thread == waiting
                            ? null
                            : CSpaceSearch.first(
                                    thread,
                                    capability ->
                                            wakes(capability, object, isSending)
                                                    || wakes(
                                                            capability,
                                                            waiting.boundNotification,
                                                            false));
            if (address != null) {
                wakers.add(new WaitingThread.Holder(thread.name, address));
            }
        }
        return wakers;
    }

    private List<WaitingThread.Line> lines(ThreadObject waiting, KernelObject object) {
        List<WaitingThread.Line> lines = new ArrayList<>();
        for (int line = 0; line < InterruptLines.COUNT; line++) {
            if (signals(line, object) || signals(line, waiting.boundNotification)) {
                lines.add(
                        new WaitingThread.Line(
                                line,
                                image.interrupts().isMasked(line),
                                image.interrupts().isLatched(line),
                                image.interrupts().isUnheard(line),
                                isRaised(line)));
            }
        }
        return lines;
    }

    private boolean isRaised(int line) {
        for (int core = 0; core < image.coreCount(); core++) {
            if (image.core(core).interrupts.isRaised(line)) {
                return true;
            }
        }
        return false;
    }

    private boolean signals(int line, KernelObject object) {
        Slot handler = image.interrupts().handler(line);
        return object instanceof NotificationObject
                && handler != null
                && !handler.isEmpty()
                && handler.capability.object() == object;
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

    /** Who can ring at which core of the machine. */
    List<DoorbellHolder> doorbells() {
        List<DoorbellHolder> holders = new ArrayList<>();
        for (ThreadObject thread : threads) {
            CSpaceSearch.all(
                    thread,
                    (address, capability) -> {
                        if (capability instanceof SgiSignalCapability bell) {
                            holders.add(
                                    new DoorbellHolder(
                                            thread.name, address, bell.targetCore, bell.irq));
                        }
                    });
        }
        return holders;
    }
}
