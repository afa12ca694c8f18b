package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.Sel4;

/** A capability to an endpoint: synchronous messages. All calls are those of {@link Sel4}. */
public final class Endpoint extends Handle {
    public Endpoint(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /** seL4: {@code seL4_Send}. */
    public void send(long info) {
        sel4.send(cptr, info);
    }

    /** seL4: {@code seL4_NBSend}. */
    public void nbSend(long info) {
        sel4.nbSend(cptr, info);
    }

    /** seL4: {@code seL4_Call}. */
    public long call(long info) {
        return sel4.call(cptr, info);
    }

    /** seL4: {@code seL4_CallWithMRs}; the answer's words are in the IPC buffer. */
    public long call(long info, long mr0, long mr1, long mr2, long mr3) {
        IpcBuffer ipc = sel4.ipc();
        ipc.mr(0, mr0);
        ipc.mr(1, mr1);
        ipc.mr(2, mr2);
        ipc.mr(3, mr3);
        return sel4.call(cptr, info);
    }

    /** seL4: {@code seL4_Recv}. */
    public long recv(Reply reply) {
        return sel4.recv(cptr, reply.cptr);
    }

    /** seL4: {@code seL4_NBRecv}. */
    public long nbRecv(Reply reply) {
        return sel4.nbRecv(cptr, reply.cptr);
    }

    /** seL4: {@code seL4_Wait}. */
    public long await() {
        return sel4.await(cptr);
    }

    /** seL4: {@code seL4_NBWait}. */
    public long nbAwait() {
        return sel4.nbAwait(cptr);
    }

    /** Answers through {@code reply}, then receives here; seL4: {@code seL4_ReplyRecv}. */
    public long replyRecv(long info, Reply reply) {
        return sel4.replyRecv(cptr, info, reply.cptr);
    }

    /** Sends here, then receives on {@code source}; seL4: {@code seL4_NBSendRecv}. */
    public long nbSendRecv(long info, Endpoint source, Reply reply) {
        return sel4.nbSendRecv(cptr, info, source.cptr, reply.cptr);
    }

    /** Sends here, then waits on {@code source}; seL4: {@code seL4_NBSendWait}. */
    public long nbSendWait(long info, Handle source) {
        return sel4.nbSendWait(cptr, info, source.cptr);
    }
}
