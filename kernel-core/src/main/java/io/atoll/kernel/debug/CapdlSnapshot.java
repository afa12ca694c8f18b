package io.atoll.kernel.debug;

import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.IrqHandlerCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.KernelObject;
import io.atoll.kernel.object.PageEntry;
import io.atoll.kernel.object.PagingTableObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;

/**
 * All objects and what they hold, in the two sections of a capDL specification. Capabilities that
 * only the kernel's own structures hold stand with the object they are configured into.
 */
final class CapdlSnapshot {
    /** Names of a thread's own slots, by their index. */
    private static final String[] THREAD_SLOTS = {
        "cspace", "vspace", "ipc_buffer_slot", "fault_ep", "temp_fault_ep"
    };

    private final ObjectGraph graph;
    private final StringBuilder text = new StringBuilder();

    CapdlSnapshot(KernelImage image) {
        this.graph = new ObjectGraph(image);
    }

    String text() {
        text.append("-- image ").append(graph.image().config().name()).append("\n\nobjects {\n");
        graph.nodes().forEach(this::object);
        text.append("}\n\ncaps {\n");
        graph.nodes().forEach(this::caps);
        return text.append("}\n").toString();
    }

    private void object(ObjectGraph.Node node) {
        text.append(node.name()).append(" = ").append(node.kind().word);
        String attributes = attributes(node);
        text.append(attributes.isEmpty() ? "" : " (" + attributes + ")").append('\n');
    }

    private static String attributes(ObjectGraph.Node node) {
        return switch (node.object()) {
            case CNodeObject cnode -> cnode.radixBits + " bits";
            case ThreadObject thread ->
                    "addr: 0x%x, ip: 0x%x, prio: %d, max_prio: %d, affinity: %d, dom: %d"
                            .formatted(
                                    thread.address,
                                    thread.context == null ? 0 : thread.context.programCounter(),
                                    thread.priority,
                                    thread.maximumControlledPriority,
                                    thread.core.index,
                                    thread.domain);
            case SchedContextObject time ->
                    "%d bits, period: %d, budget: %d, data: 0x%x"
                            .formatted(
                                    time.sizeBits,
                                    time.refills.periodTicks(),
                                    time.refills.isActive() ? time.refills.sum() : 0,
                                    time.badge);
            case null ->
                    node.capability() instanceof UntypedCapability untyped
                            ? "%d bits, paddr: 0x%x".formatted(untyped.sizeBits, untyped.address)
                            : "";
            default ->
                    node.kind() == CapabilityKind.FRAME
                            ? "%d bits, paddr: 0x%x"
                                    .formatted(node.object().sizeBits, node.object().address)
                            : "";
        };
    }

    private void caps(ObjectGraph.Node node) {
        int start = text.length();
        switch (node.object()) {
            case CNodeObject cnode -> {
                for (int i = 0; i < cnode.slots.size(); i++) {
                    cap("0x%x".formatted(i), cnode.slots.getIfMade(i));
                }
            }
            case ThreadObject thread -> {
                for (int i = 0; i < thread.slots.length; i++) {
                    cap(threadSlot(i), thread.slots[i]);
                }
                bound("sc_slot", thread.schedContext);
                bound("notification_slot", thread.boundNotification);
            }
            case PagingTableObject table -> entries(table);
            case null -> {
                if (node.capability() instanceof IrqHandlerCapability handler) {
                    cap("0", graph.image().interrupts().handler(handler.irq));
                }
            }
            default -> {
                // Holds nothing.
            }
        }
        if (text.length() > start) {
            text.insert(start, node.name() + " {\n").append("}\n");
        }
    }

    private void entries(PagingTableObject table) {
        for (int i = 0; i < PagingTableObject.ENTRIES; i++) {
            String index = "0x%x".formatted(i);
            switch (table.entryAt(i)) {
                case PageEntry page ->
                        line(
                                index,
                                "frame_%x (%s)"
                                        .formatted(
                                                page.frame().address,
                                                page.rights().toString().replace("-", "")));
                case PagingTableObject below -> {
                    // A table of a dead address space may hold one that is gone.
                    if (graph.node(below) != null) {
                        line(index, graph.node(below).name());
                    }
                }
                case null -> {
                    // Nothing is mapped.
                }
            }
        }
    }

    private void cap(String slotName, Slot slot) {
        if (slot != null && !slot.isEmpty()) {
            line(slotName, graph.text(slot.capability));
        }
    }

    /** A tie between two objects that is no capability. */
    private void bound(String slotName, KernelObject object) {
        if (object != null) {
            line(slotName, graph.node(object).name());
        }
    }

    private void line(String slotName, String value) {
        text.append("  ").append(slotName).append(": ").append(value).append('\n');
    }

    /** Name of one of a thread's own slots. */
    static String threadSlot(int index) {
        return THREAD_SLOTS[index];
    }
}
