package io.atoll.coordinator.microkit;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;

/**
 * One end of a channel, or an interrupt, as its protection domain knows it: a number. To be used by
 * that domain's thread only.
 */
public final class Channel {
    /**
     * Label of the answer, without words, to a protected call into another cluster that nobody can
     * answer any more: the server has faulted, or its cluster has stopped. The largest label there
     * is, so that servers need not avoid it.
     */
    public static final long CALL_FAILED = (1L << 52) - 1;

    private final PdContext context;
    private final int id;
    private final boolean acknowledges;
    private final boolean mayNotify;

    /**
     * @param acknowledges whether its signals arrive as interrupts that are masked until
     *     acknowledged: an {@code irq}, or a channel to another cluster
     * @param mayNotify whether the other end may be signalled
     */
    Channel(PdContext context, int id, boolean acknowledges, boolean mayNotify) {
        this.context = context;
        this.id = id;
        this.acknowledges = acknowledges;
        this.mayNotify = mayNotify;
    }

    public int id() {
        return id;
    }

    /**
     * Signals the other end; libmicrokit: {@code microkit_notify}. Never blocks. Signals that the
     * other end has not seen yet become one. If the other end is in another cluster this rings its
     * doorbell.
     *
     * @throws IllegalStateException if the description forbids it: with {@code notify="false"} at
     *     this end, or because the number is that of an interrupt
     */
    public void signal() {
        context.sel4().nbSend(notification(), MessageInfo.of(0, 0));
    }

    private long notification() {
        if (!mayNotify) {
            throw new IllegalStateException(
                    "%s: nobody can be signalled on channel %d: it has notify=\"false\" at this end, or is an interrupt"
                            .formatted(context.name(), id));
        }
        return CSpaceLayout.FIRST_NOTIFICATION + id;
    }

    /**
     * As {@link #signal}, when the entry point ends, in the same kernel entry; libmicrokit: {@code
     * microkit_deferred_notify}.
     *
     * @throws IllegalStateException if this entry point has deferred something already, or as with
     *     {@link #signal}
     */
    public void deferredSignal() {
        context.defer(notification(), MessageInfo.of(0, 0));
    }

    /**
     * Calls the other end and waits for its answer; libmicrokit: {@code microkit_ppcall}. Words
     * travel in {@link PdContext#mr(int)}. How long that takes is the server's business, as with
     * seL4. A server in the same cluster that faults during the call never answers, unless its
     * parent makes it go on. One in another cluster that faults, and has no parent, or whose whole
     * cluster stops, is answered for, with the label {@link #CALL_FAILED}: as soon as a coordinator
     * has been told of it, and from then on at once.
     *
     * @return info of the answer
     */
    public long ppcall(long info) {
        return context.sel4().call(CSpaceLayout.FIRST_ENDPOINT + id, info);
    }

    /** Lets the next interrupt come; libmicrokit: {@code microkit_irq_ack}. */
    public void ack() {
        Sel4 sel4 = context.sel4();
        sel4.irqHandler(CSpaceLayout.FIRST_IRQ + id).ack();
    }

    /**
     * As {@link #ack}, when the entry point ends, in the same kernel entry; libmicrokit: {@code
     * microkit_deferred_irq_ack}.
     *
     * @throws IllegalStateException if this entry point has deferred something already
     */
    public void deferredAck() {
        context.defer(CSpaceLayout.FIRST_IRQ + id, MessageInfo.of(InvocationLabel.IRQ_ACK_IRQ, 0));
    }

    /** Whether the runtime acknowledges signals on this channel before it delivers them. */
    boolean acknowledges() {
        return acknowledges;
    }

    @Override
    public String toString() {
        return "channel %d of '%s'".formatted(id, context.name());
    }
}
