package io.atoll.kernel.debug;

import io.atoll.kernel.capability.CNodeCapability;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.Slot;
import io.atoll.kernel.object.CNodeObject;
import io.atoll.kernel.object.ThreadObject;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What a thread can name: every capability address that leads to a filled slot, with the bits that
 * the lookup uses up on the way. A CNode below the root is shown once, where it is met first.
 */
final class CSpaceDump {
    private final ObjectGraph graph;
    private final StringBuilder text = new StringBuilder();
    private final Set<CNodeObject> shown = Collections.newSetFromMap(new IdentityHashMap<>());

    CSpaceDump(ObjectGraph graph) {
        this.graph = graph;
    }

    String of(ThreadObject thread) {
        Capability root = thread.cspaceRoot.capability;
        text.append("CSpace of ").append(thread.name).append('\n');
        if (root instanceof CNodeCapability cnode) {
            walk(cnode, 0, 0, 1);
        } else {
            text.append("  no CNode\n");
        }
        return text.toString();
    }

    /**
     * Shows the slots of one CNode.
     *
     * @param prefix the address bits that led here
     * @param prefixBits how many
     */
    private void walk(CNodeCapability capability, long prefix, int prefixBits, int depth) {
        CNodeObject cnode = capability.cnode;
        int bits = prefixBits + capability.guardBits + cnode.radixBits;
        if (bits > Long.SIZE) {
            indent(depth).append("unreachable: more than 64 bits\n");
            return;
        }
        shown.add(cnode);
        long guarded = shiftLeft(prefix, capability.guardBits) | capability.guard;
        for (int i = 0; i < cnode.slots.size(); i++) {
            Slot slot = cnode.slots.getIfMade(i);
            if (slot == null || slot.isEmpty()) {
                continue;
            }
            long address = shiftLeft(guarded, cnode.radixBits) | i;
            long cptr = bits == Long.SIZE ? address : address << (Long.SIZE - bits);
            indent(depth).append("0x%x/%d: %s".formatted(cptr, bits, graph.text(slot.capability)));
            boolean below =
                    slot.capability instanceof CNodeCapability inner
                            && !shown.contains(inner.cnode);
            text.append('\n');
            if (below && bits < Long.SIZE) {
                walk((CNodeCapability) slot.capability, address, bits, depth + 1);
            }
        }
    }

    private static long shiftLeft(long value, int bits) {
        return bits == Long.SIZE ? 0 : value << bits;
    }

    private StringBuilder indent(int depth) {
        return text.append("  ".repeat(depth));
    }
}
