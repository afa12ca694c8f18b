package io.atoll.kernel.debug;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.IrqHandlerCapability;
import io.atoll.kernel.capability.SchedControlCapability;
import io.atoll.kernel.capability.SgiSignalCapability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.capability.UntypedCapability;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.KernelObject;
import io.atoll.kernel.object.ThreadObject;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that capabilities lead to, by address, each with a name of its own. Untyped memory,
 * interrupt lines and doorbells are no kernel objects, but capabilities name them, so they have
 * names here as well.
 */
final class ObjectGraph {
    /** One thing that capabilities name. */
    record Node(String name, CapabilityKind kind, Capability capability) {
        KernelObject object() {
            return capability.object();
        }
    }

    private final KernelImage image;
    private final Set<Slot> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Slot> pending = new ArrayDeque<>();
    private final Map<Object, Node> byIdentity = new HashMap<>();
    private final List<Slot> heads = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    ObjectGraph(KernelImage image) {
        this.image = image;
        image.roots().rootCNode().slots.forEachMade(this::add);
        for (int irq = 0; irq < InterruptLines.COUNT; irq++) {
            Slot handler = image.interrupts().handler(irq);
            if (handler != null) {
                add(handler);
            }
        }
        Map<Object, Capability> found = new HashMap<>();
        while (!pending.isEmpty()) {
            visit(pending.pop(), found);
        }
        name(found);
    }

    private void addAll(Slot[] slots) {
        for (Slot slot : slots) {
            add(slot);
        }
    }

    private void add(Slot slot) {
        if (slot != null && !slot.isEmpty() && seen.add(slot)) {
            pending.push(slot);
        }
    }

    private void visit(Slot slot, Map<Object, Capability> found) {
        add(slot.next());
        add(slot.previous());
        if (slot.previous() == null) {
            heads.add(slot);
        }
        if (found.putIfAbsent(identity(slot.capability), slot.capability) != null) {
            return;
        }
        switch (slot.capability.object()) {
            case CNodeObject cnode -> cnode.slots.forEachMade(this::add);
            case ThreadObject thread -> addAll(thread.slots);
            case null, default -> {
                // Holds no slots.
            }
        }
    }

    /** What makes two capabilities name the same thing. */
    private static Object identity(Capability capability) {
        record Range(long address, int sizeBits) {}
        record Doorbell(int core, int irq) {}
        record SchedControl(int core) {}
        return switch (capability) {
            case UntypedCapability untyped -> new Range(untyped.address, untyped.sizeBits);
            case IrqHandlerCapability handler -> handler.irq;
            case SgiSignalCapability sgi -> new Doorbell(sgi.targetCore, sgi.irq);
            case SchedControlCapability control -> new SchedControl(control.coreIndex);
            default ->
                    capability.object() == null
                            ? CapabilityKind.of(capability)
                            : capability.object();
        };
    }

    /** In the order of their kinds and addresses, so that the same state has the same names. */
    private void name(Map<Object, Capability> found) {
        Map<Capability, Object> identities = new IdentityHashMap<>();
        found.forEach((identity, capability) -> identities.put(capability, identity));
        List<Capability> ordered = new ArrayList<>(found.values());
        ordered.sort(
                Comparator.comparing(CapabilityKind::of)
                        .thenComparing(ObjectGraph::address, Long::compareUnsigned)
                        .thenComparing(ObjectGraph::sizeBits)
                        .thenComparing(ObjectGraph::ownName));
        Map<String, Integer> taken = new TreeMap<>();
        for (Capability capability : ordered) {
            String wanted = ownName(capability);
            int count = taken.merge(wanted, 1, Integer::sum);
            String name = count == 1 ? wanted : wanted + "_" + count;
            Node node = new Node(name, CapabilityKind.of(capability), capability);
            nodes.add(node);
            byIdentity.put(identities.get(capability), node);
        }
    }

    private static String ownName(Capability capability) {
        String word = CapabilityKind.of(capability).word;
        return switch (capability) {
            case IrqHandlerCapability handler -> word + "_" + handler.irq;
            case SgiSignalCapability sgi -> "%s_%d_%d".formatted(word, sgi.targetCore, sgi.irq);
            case SchedControlCapability control -> word + "_" + control.coreIndex;
            case UntypedCapability untyped -> "%s_%x".formatted(word, untyped.address);
            default -> {
                KernelObject object = capability.object();
                // A thread of which only slots are left has no name to be called by.
                if (capability instanceof ThreadCapability
                        && object instanceof ThreadObject thread) {
                    yield word + "_" + thread.name.replaceAll("[^A-Za-z0-9_.-]", "_");
                }
                yield object == null ? word : "%s_%x".formatted(word, object.address);
            }
        };
    }

    static long address(Capability capability) {
        return switch (capability) {
            case UntypedCapability untyped -> untyped.address;
            case IrqHandlerCapability handler -> handler.irq;
            default -> capability.object() == null ? 0 : capability.object().address;
        };
    }

    static int sizeBits(Capability capability) {
        return switch (capability) {
            // The larger one first: it contains the other.
            case UntypedCapability untyped -> -untyped.sizeBits;
            default -> 0;
        };
    }

    KernelImage image() {
        return image;
    }

    /** Everything, by kind, address and name. */
    List<Node> nodes() {
        return nodes;
    }

    /** The first slots of all derivation lists, in the order of what they name. */
    List<Slot> derivationHeads() {
        Map<Node, Integer> order = new IdentityHashMap<>();
        nodes.forEach(node -> order.put(node, order.size()));
        heads.sort(Comparator.comparingInt(slot -> order.get(node(slot.capability))));
        return heads;
    }

    /** What a capability names. */
    Node node(Capability capability) {
        return byIdentity.get(identity(capability));
    }

    /** What the capabilities to an object name. */
    Node node(KernelObject object) {
        return byIdentity.get(object);
    }

    /** A capability as text: what it names, with which rights. */
    String text(Capability capability) {
        String attributes = CapabilityKind.attributes(capability);
        return node(capability).name() + (attributes.isEmpty() ? "" : " (" + attributes + ")");
    }
}
