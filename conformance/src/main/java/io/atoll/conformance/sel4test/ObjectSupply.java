package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.Sel4Exception;
import io.atoll.kernel.api.cap.AbsoluteCPtr;
import io.atoll.kernel.api.cap.CNode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Slots and memory of a test: every object has an untyped of its own, split off by halves, so that
 * freeing one gives all of its memory back. Used by the runner only.
 */
final class ObjectSupply {
    private static final int MAX_BITS = 48;

    private final Sel4 sel4;
    private final CNode root;
    private final List<ArrayDeque<Long>> untypeds = new ArrayList<>();
    private final ArrayDeque<Long> freeSlots = new ArrayDeque<>();

    /** Of each object: the untyped it was made from. */
    private final Map<Long, Long> sources = new HashMap<>();

    private final Map<Long, Integer> sizes = new HashMap<>();
    private long nextSlot;

    /**
     * @param taken an untyped that is somebody else's
     */
    ObjectSupply(Sel4 sel4, CNode root, BootInfo bootInfo, long firstSlot, long taken) {
        this.sel4 = sel4;
        this.root = root;
        this.nextSlot = firstSlot;
        for (int i = 0; i <= MAX_BITS; i++) {
            untypeds.add(new ArrayDeque<>());
        }
        for (int i = 0; i < bootInfo.untypedList().size(); i++) {
            long untyped = bootInfo.untyped().start() + i;
            if (untyped != taken && !bootInfo.untypedList().get(i).isDevice()) {
                add(untyped, bootInfo.untypedList().get(i).sizeBits());
            }
        }
    }

    private void add(long untyped, int sizeBits) {
        sizes.put(untyped, sizeBits);
        untypeds.get(sizeBits).add(untyped);
    }

    /** A free slot of the root CNode. */
    long slot() {
        return freeSlots.isEmpty() ? nextSlot++ : freeSlots.pop();
    }

    /** As many free slots, one after the other. */
    long slots(int count) {
        long first = nextSlot;
        nextSlot += count;
        return first;
    }

    AbsoluteCPtr at(long slot) {
        return root.slot(slot);
    }

    /** Size in bits of the largest untyped that is left. */
    int largestBits() {
        int bits = MAX_BITS;
        while (bits > 0 && untypeds.get(bits).isEmpty()) {
            bits--;
        }
        return bits;
    }

    /** An untyped of exactly that size. */
    long untyped(int sizeBits) {
        int from = sizeBits;
        while (untypeds.get(from).isEmpty()) {
            if (++from > MAX_BITS) {
                throw new Sel4Exception(Sel4Error.NOT_ENOUGH_MEMORY);
            }
        }
        while (from > sizeBits) {
            long first = slots(2);
            long whole = untypeds.get(from--).pop();
            sel4.untyped(whole).retype(ObjectType.UNTYPED, from, root, first, 2).orThrow();
            add(first, from);
            add(first + 1, from);
        }
        return untypeds.get(sizeBits).pop();
    }

    /** Takes back an untyped, and all that was made from it. */
    void freeUntyped(long untyped) {
        at(untyped).revoke().orThrow();
        untypeds.get(sizes.get(untyped)).push(untyped);
    }

    /** A new object of its own memory. */
    long make(ObjectType type, int userSizeBits) {
        long untyped = untyped(type.sizeBits(userSizeBits));
        long slot = slot();
        sel4.untyped(untyped).retype(type, userSizeBits, root, slot, 1).orThrow();
        sources.put(slot, untyped);
        return slot;
    }

    /** Deletes an object with all its capabilities; memory and slot are free again. */
    void free(long object) {
        freeUntyped(sources.remove(object));
        freeSlots.push(object);
    }
}
