package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;

/**
 * What all capability handles have in common: whose system calls, which CPtr, and the way an
 * invocation of a kernel object is packed into a Call. Used by one thread, the one whose system
 * calls it holds.
 */
public abstract sealed class Handle
        permits AsidControl,
                AsidPool,
                CNode,
                DomainSet,
                Endpoint,
                Frame,
                IrqControl,
                IrqHandler,
                Notification,
                PagingTable,
                Reply,
                SchedContext,
                SchedControl,
                SgiSignal,
                Tcb,
                Untyped,
                VSpace {
    final Sel4 sel4;
    final long cptr;

    Handle(Sel4 sel4, long cptr) {
        this.sel4 = sel4;
        this.cptr = cptr;
    }

    /** The CPtr this handle names. */
    public final long cptr() {
        return cptr;
    }

    /** CPtr of a handle that may be absent. */
    static long cptrOf(Handle handle) {
        return handle == null ? 0 : handle.cptr;
    }

    /** Invokes with message words that are already in place. */
    final Sel4Error invoke(int label, int extraCaps, int length) {
        long answer = sel4.call(cptr, MessageInfo.of(label, 0, extraCaps, length));
        return Sel4Error.of(MessageInfo.label(answer));
    }

    final Sel4Error invoke(int label) {
        return invoke(label, 0, 0);
    }

    final IpcBuffer mrs(long... words) {
        IpcBuffer ipc = sel4.ipc();
        for (int i = 0; i < words.length; i++) {
            ipc.mr(i, words[i]);
        }
        return ipc;
    }

    @Override
    public final String toString() {
        return "%s@0x%x".formatted(getClass().getSimpleName(), cptr);
    }
}
