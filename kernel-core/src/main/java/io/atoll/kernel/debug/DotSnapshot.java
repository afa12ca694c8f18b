package io.atoll.kernel.debug;

import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.DerivationTree;
import io.atoll.kernel.capability.IrqHandlerCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.ThreadObject;

import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeSet;

/**
 * All objects as a GraphViz digraph. Solid edges lead from the holder of a capability to what it
 * names, labelled with slot, rights and badge; dashed ones from memory to what was derived from it.
 */
final class DotSnapshot {
    private final ObjectGraph graph;
    private final StringBuilder text = new StringBuilder();
    private final Set<String> derivations = new TreeSet<>();

    DotSnapshot(KernelImage image) {
        this.graph = new ObjectGraph(image);
    }

    String text() {
        text.append("digraph atoll {\n  compound=true;\n  rankdir=LR;\n");
        text.append("  subgraph cluster_0 {\n    label=")
                .append(quoted(graph.image().config().name()))
                .append(";\n");
        for (ObjectGraph.Node node : graph.nodes()) {
            text.append("    %s [shape=%s];\n".formatted(quoted(node.name()), shape(node.kind())));
        }
        text.append("  }\n");
        graph.nodes().forEach(this::holdings);
        graph.derivationHeads().forEach(this::derivations);
        derivations.forEach(text::append);
        return text.append("}\n").toString();
    }

    private static String shape(CapabilityKind kind) {
        return switch (kind) {
            case THREAD -> "box";
            case ENDPOINT, REPLY -> "circle";
            case NOTIFICATION -> "diamond";
            case FRAME, UNTYPED -> "cylinder";
            case CNODE, VSPACE -> "folder";
            default -> "ellipse";
        };
    }

    private void holdings(ObjectGraph.Node node) {
        switch (node.object()) {
            case CNodeObject cnode -> {
                for (int i = 0; i < cnode.slots.size(); i++) {
                    edge(node, "0x%x".formatted(i), cnode.slots.getIfMade(i));
                }
            }
            case ThreadObject thread -> {
                for (int i = 0; i < thread.slots.length; i++) {
                    edge(node, CapdlSnapshot.threadSlot(i), thread.slots[i]);
                }
            }
            case null -> {
                if (node.capability() instanceof IrqHandlerCapability handler) {
                    edge(node, "0", graph.image().interrupts().handler(handler.irq));
                }
            }
            default -> {
                // Holds nothing.
            }
        }
    }

    private void edge(ObjectGraph.Node holder, String slotName, Slot slot) {
        if (slot == null || slot.isEmpty()) {
            return;
        }
        Capability capability = slot.capability;
        String attributes = CapabilityKind.attributes(capability);
        text.append(
                "  %s -> %s [label=%s];\n"
                        .formatted(
                                quoted(holder.name()),
                                quoted(graph.node(capability).name()),
                                quoted(
                                        attributes.isEmpty()
                                                ? slotName
                                                : slotName + " " + attributes)));
    }

    /** Along one derivation list: from the innermost parent, unless that names the same thing. */
    private void derivations(Slot head) {
        ArrayDeque<Slot> parents = new ArrayDeque<>();
        for (Slot slot = head; slot != null; slot = slot.next()) {
            while (!parents.isEmpty() && !DerivationTree.isParentOf(parents.peek(), slot)) {
                parents.pop();
            }
            ObjectGraph.Node child = graph.node(slot.capability);
            if (!parents.isEmpty() && graph.node(parents.peek().capability) != child) {
                derivations.add(
                        "  %s -> %s [style=dashed];\n"
                                .formatted(
                                        quoted(graph.node(parents.peek().capability).name()),
                                        quoted(child.name())));
            }
            parents.push(slot);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
