package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.Interrupts;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.KernelObject;
import io.atoll.kernel.object.ThreadObject;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every capability of an image, and with it every object that exists: what the root CNode, the
 * interrupt lines, and the CNodes and threads found on the way hold, and what stands beside those
 * in the derivation lists.
 */
final class Census {
    private final KernelImage image;
    private final List<Slot> slots = new ArrayList<>();
    private final IdentitySet seen = new IdentitySet();
    private final IdentitySet named = new IdentitySet();
    private final ArrayDeque<Slot> pending = new ArrayDeque<>();

    /** By type, in the order in which they were met. */
    private final Map<Class<?>, List<KernelObject>> objects = new HashMap<>();

    Census(KernelImage image) {
        this.image = image;
    }

    /** Takes the census anew. */
    void take() {
        slots.clear();
        seen.clear();
        named.clear();
        pending.clear();
        objects.values().forEach(List::clear);
        image.roots().rootCNode().slots.forEachMade(this::add);
        Interrupts interrupts = image.interrupts();
        for (int irq = 0; irq < InterruptLines.COUNT; irq++) {
            Slot handler = interrupts.handler(irq);
            if (handler != null) {
                add(handler);
            }
        }
        while (!pending.isEmpty()) {
            visit(pending.pop());
        }
    }

    private void addAll(Slot[] added) {
        for (Slot slot : added) {
            add(slot);
        }
    }

    private void add(Slot slot) {
        if (slot == null) {
            return;
        }
        if (slot.isEmpty()) {
            if (slot.next() == null
                    && slot.previous() == null
                    && !slot.isRevocable()
                    && !slot.isFirstBadged()) {
                return;
            }
            require(
                    slot.next() == null && slot.previous() == null,
                    "an empty slot is linked in the derivation list, between %s and %s",
                    slot.previous(),
                    slot.next());
            require(
                    !slot.isRevocable() && !slot.isFirstBadged(),
                    "an empty slot is marked revocable or first badged");
        } else if (seen.add(slot)) {
            slots.add(slot);
            pending.push(slot);
        }
    }

    private void visit(Slot slot) {
        requireLinked(slot, slot.next(), slot);
        requireLinked(slot.previous(), slot, slot);
        add(slot.next());
        add(slot.previous());
        Capability capability = slot.capability;
        KernelObject object = capability.object();
        if (object == null || !named.add(object)) {
            return;
        }
        objects.computeIfAbsent(object.getClass(), _ -> new ArrayList<>()).add(object);
        switch (object) {
            case CNodeObject cnode -> cnode.slots.forEachMade(this::add);
            case ThreadObject thread -> addAll(thread.slots);
            default -> {
                // Holds no slots.
            }
        }
    }

    private static void requireLinked(Slot before, Slot after, Slot found) {
        if (before != null && after != null) {
            require(
                    before.next() == after && after.previous() == before,
                    "the derivation list is not linked both ways at %s",
                    found);
            require(
                    !before.isEmpty() && !after.isEmpty(),
                    "an empty slot is linked in the derivation list, beside %s",
                    found);
        }
    }

    /** Every slot that holds a capability. */
    List<Slot> slots() {
        return slots;
    }

    /** The objects of one type that capabilities name. */
    @SuppressWarnings("unchecked") // Filed by their class, which is final.
    <T extends KernelObject> List<T> all(Class<T> type) {
        return (List<T>) objects.getOrDefault(type, List.of());
    }

    boolean isNamed(KernelObject object) {
        return named.contains(object);
    }

    /** An object that something refers to must exist: there is a capability to it. */
    void requireNamed(KernelObject object, String how, Object by) {
        if (object != null && !isNamed(object)) {
            require(false, "%s is %s %s, but no capability to it exists", object, how, by);
        }
    }
}
