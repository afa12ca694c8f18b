package io.atoll.coordinator.channel;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingConsumer;
import io.atoll.coordinator.ring.RingProducer;
import io.atoll.coordinator.ring.RingResult;

/**
 * One end of a channel between two programs, wherever the other one runs: messages in order, none
 * lost, none twice. What a message is, the kinds of channels say; all else they have in common, and
 * it is here. To be used by the program's thread only.
 *
 * <p>Sending and polling never block and make no system call, except that a send rings the other
 * side's doorbell if that side has said that it sleeps. What one side does while the other is slow:
 * sending answers {@link RingResult#BACK_PRESSURE} once the ring is full, and changes nothing. When
 * the other side has closed its end, or its coordinator has closed it because the program faulted:
 * receiving answers {@link RingResult#CLOSED} after the last message, and sending at the latest
 * when the ring is full. The same when the other side's whole cluster has stopped, as soon as the
 * machine has told this side's coordinator. A side that goes on running and does not receive is
 * slow, not gone: that lasts as long as it lasts.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read mode</th><th>write mode</th><th>guarded by</th></tr>
 * <tr><td>both rings</td><td colspan="2">as {@code RingHeader}, {@link
 * io.atoll.coordinator.ring.LineRingLayout} and {@link
 * io.atoll.coordinator.ring.ByteRingLayout} say</td><td>in each, one program sends and the other
 * receives; the coordinators only close</td></tr>
 * <tr><td>fields of this class and of the kinds</td><td>plain</td><td>plain</td><td>the program's
 * thread</td></tr>
 * </table>
 */
public abstract sealed class RingChannel permits LineChannel, ByteChannel {
    /** Looks at the ring before a blocking call sleeps, if the other side runs meanwhile. */
    private static final int SPINS = 1_000;

    private final PdContext context;
    private final Channel signal;
    private final int spins;

    RingChannel(ChannelEnd end) {
        this.context = end.context();
        this.signal = end.signal();
        this.spins = end.isOnOtherCore() ? SPINS : 1;
    }

    /** Its number: {@code notified} names it when the other side rings. */
    public final int id() {
        return signal.id();
    }

    /** The sending end, for those who count nanoseconds: what it sends rings no doorbell. */
    public abstract RingProducer out();

    /** The receiving end, for those who count nanoseconds. */
    public abstract RingConsumer in();

    /**
     * Looks for a message. If there is one, it can be read until {@link #release}. Wait-free.
     *
     * @return {@code OK}, {@code EMPTY} or {@code CLOSED}
     */
    public abstract int poll();

    /** Done with the message; wakes the other side if it waits for room. */
    public abstract void release();

    /**
     * After {@code offer}, and before waiting for anything: wakes the other side if it sleeps. To
     * look whether it sleeps costs more than to send, because the look must come after all that was
     * written has reached memory.
     */
    public abstract void flush();

    /** Wakes the other side. */
    final void ring() {
        signal.signal();
    }

    /**
     * Waits for a message: polls for a while, then sleeps until the other side rings. For programs
     * in direct style; a handler calls {@link #requestSignal} and returns instead.
     *
     * @return {@code OK} or {@code CLOSED}
     */
    public final int receive() {
        while (true) {
            for (int left = spins; left > 0; left -= 1 + SharedAccess.skipLooks(left - 1)) {
                SharedAccess.beginLooks();
                int result = poll();
                if (result != RingResult.EMPTY) {
                    return result;
                }
                Thread.onSpinWait();
            }
            if (requestSignal()) {
                context.awaitSignal(signal.id());
            }
        }
    }

    /**
     * Says that this side is about to sleep: from now on the other side rings when it sends.
     *
     * @return false if a message has come meanwhile (or the end), so that there is no reason to
     *     sleep
     */
    public final boolean requestSignal() {
        in().requestSignal();
        // Look again: what was sent before the other side could see the request rings no doorbell.
        if (poll() == RingResult.EMPTY) {
            return true;
        }
        in().cancelSignal();
        return false;
    }

    /**
     * Waits until there is room for any message, also the longest, as {@link #receive} waits for a
     * message.
     *
     * @return {@code OK} or {@code CLOSED}
     */
    public abstract int awaitRoom();

    /** Waits until there is room for a message of so many bytes. */
    final int awaitRoomFor(int length) {
        RingProducer out = out();
        while (true) {
            for (int left = spins; left > 0; left -= 1 + SharedAccess.skipLooks(left - 1)) {
                SharedAccess.beginLooks();
                int result = out.checkRoom(length);
                if (result != RingResult.BACK_PRESSURE) {
                    return result;
                }
                Thread.onSpinWait();
            }
            out.requestSignal();
            if (out.checkRoom(length) == RingResult.BACK_PRESSURE) {
                context.awaitSignal(signal.id());
            } else {
                out.cancelSignal();
            }
        }
    }

    /** Closes both directions; what was sent can still be received. */
    public final void close() {
        out().close();
        in().close();
        ring();
    }
}
