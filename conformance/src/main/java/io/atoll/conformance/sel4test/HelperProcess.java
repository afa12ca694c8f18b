package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.api.cap.VSpace;

/** A helper with its own CSpace and VSpace: what it is to use must be given to it. */
final class HelperProcess extends Helper {
    private static final int CSPACE_BITS = 6;

    /** A guard of zeros over the rest of the word; seL4: {@code seL4_CNode_CapData}. */
    static final long CSPACE_DATA = Long.SIZE - CSPACE_BITS;

    final CNode cspace;
    final VSpace vspace;
    private final long endpointCptr;
    private long nextSlot = 1;

    HelperProcess(
            Environment env,
            String name,
            Tcb tcb,
            SchedContext schedContext,
            Reply reply,
            Endpoint privateEndpoint,
            Frame buffer,
            VSpace vspace) {
        super(env, name, tcb, schedContext, reply, privateEndpoint, buffer);
        cspace = env.sel4.cnode(env.objects.make(ObjectType.CAP_TABLE, CSPACE_BITS));
        this.vspace = vspace;
        owns(cspace.cptr());
        owns(vspace.cptr());
        endpointCptr = give(privateEndpoint.cptr());
    }

    @Override
    long privateEndpointCptr() {
        return endpointCptr;
    }

    @Override
    long give(long cptr, CapRights rights) {
        long slot = nextSlot++;
        cspace.slot(slot, CSPACE_BITS).copy(env.at(cptr), rights).orThrow();
        return slot;
    }
}
