package io.atoll.kernel.api;

/**
 * The system call with which a stackless program ends its event: registers, not a call. One per
 * thread, reused; only that thread's program writes it, only while its event runs.
 */
public final class NextSystemCall {
    /** What to call; named as in {@link Sel4}. */
    public enum Kind {
        RECV,
        REPLY_RECV,
        NB_SEND_RECV,
        NB_SEND_WAIT,
        WAIT,
        EXIT
    }

    private Kind kind = Kind.EXIT;
    private long source;
    private long reply;
    private long destination;
    private long info;

    /** Wait for a message on {@code source}; {@code reply} will hold its caller. */
    public void recv(long source, long reply) {
        kind = Kind.RECV;
        this.source = source;
        this.reply = reply;
    }

    /** Answer the caller held by {@code reply}, then wait for a message on {@code source}. */
    public void replyRecv(long source, long info, long reply) {
        kind = Kind.REPLY_RECV;
        this.source = source;
        this.info = info;
        this.reply = reply;
    }

    /** Send to {@code destination} without blocking, then wait for a message on {@code source}. */
    public void nbSendRecv(long destination, long info, long source, long reply) {
        kind = Kind.NB_SEND_RECV;
        this.destination = destination;
        this.info = info;
        this.source = source;
        this.reply = reply;
    }

    /** Send to {@code destination} without blocking, then wait on {@code source}, without reply. */
    public void nbSendWait(long destination, long info, long source) {
        kind = Kind.NB_SEND_WAIT;
        this.destination = destination;
        this.info = info;
        this.source = source;
    }

    /** Wait on a notification, or on an endpoint whose callers are not to be answered. */
    public void await(long source) {
        kind = Kind.WAIT;
        this.source = source;
    }

    /** Never run again. */
    public void exit() {
        kind = Kind.EXIT;
    }

    public Kind kind() {
        return kind;
    }

    public long source() {
        return source;
    }

    public long reply() {
        return reply;
    }

    public long destination() {
        return destination;
    }

    public long info() {
        return info;
    }
}
