package io.atoll.kernel.debug;

import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.ThreadObject;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Goes through all capabilities that a thread can name, each with the address that leads to it. A
 * CNode is entered where it is met first.
 */
final class CSpaceSearch {
    private final Set<CNodeObject> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final BiConsumer<String, Capability> found;

    private CSpaceSearch(BiConsumer<String, Capability> found) {
        this.found = found;
    }

    /**
     * Tells of each capability of a thread.
     *
     * @param found is told the address, as programs write it, and the capability there
     */
    static void all(ThreadObject thread, BiConsumer<String, Capability> found) {
        if (thread.cspaceRoot.capability instanceof CNodeCapability root) {
            new CSpaceSearch(found).walk(root, 0, 0);
        }
    }

    /** The address of the first capability of that kind; null if the thread has none. */
    static String first(ThreadObject thread, Predicate<Capability> wanted) {
        String[] address = {null};
        all(
                thread,
                (at, capability) -> {
                    if (address[0] == null && wanted.test(capability)) {
                        address[0] = at;
                    }
                });
        return address[0];
    }

    /**
     * One CNode.
     *
     * @param prefix the address bits that led here
     * @param prefixBits how many
     */
    private void walk(CNodeCapability capability, long prefix, int prefixBits) {
        CNodeObject cnode = capability.cnode;
        int bits = prefixBits + capability.guardBits + cnode.radixBits;
        if (bits > Long.SIZE || !seen.add(cnode)) {
            return;
        }
        long guarded = shiftLeft(prefix, capability.guardBits) | capability.guard;
        for (int i = 0; i < cnode.slots.size(); i++) {
            Slot slot = cnode.slots.getIfMade(i);
            if (slot == null || slot.isEmpty()) {
                continue;
            }
            long address = shiftLeft(guarded, cnode.radixBits) | i;
            if (slot.capability instanceof CNodeCapability inner && !seen.contains(inner.cnode)) {
                walk(inner, address, bits);
            } else {
                found.accept(text(address, bits), slot.capability);
            }
        }
    }

    /** Addresses of fewer than 64 bits are written with how many they are. */
    private static String text(long address, int bits) {
        return bits == Long.SIZE
                ? "0x%x".formatted(address)
                : "0x%x/%d".formatted(address << (Long.SIZE - bits), bits);
    }

    private static long shiftLeft(long value, int bits) {
        return bits == Long.SIZE ? 0 : value << bits;
    }
}
