package io.atoll.kernel.capability;

import io.atoll.kernel.api.CNodeCapData;
import io.atoll.kernel.object.CNodeObject;

/** Names a CNode, with the guard that a lookup through this capability must find. */
public final class CNodeCapability extends Capability {
    public final CNodeObject cnode;
    public final long guard;
    public final int guardBits;

    public CNodeCapability(CNodeObject cnode, long guard, int guardBits) {
        this.cnode = cnode;
        this.guard = guard;
        this.guardBits = guardBits;
    }

    @Override
    public CNodeObject object() {
        return cnode;
    }

    /** The data word is a guard; one that leaves no room for the radix is impossible. */
    @Override
    public Capability withData(boolean preserve, long data) {
        int bits = CNodeCapData.guardBits(data);
        if (bits + cnode.radixBits > Long.SIZE) {
            return NULL;
        }
        long mask = (1L << bits) - 1;
        return new CNodeCapability(cnode, CNodeCapData.guard(data) & mask, bits);
    }
}
