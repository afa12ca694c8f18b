package io.atoll.coordinator.channel;

import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.LineRingConsumer;
import io.atoll.coordinator.ring.LineRingProducer;
import io.atoll.coordinator.ring.RingResult;

import java.lang.foreign.MemorySegment;

/**
 * One end of a channel between two programs, wherever the other one runs: messages of up to seven
 * words, in order, none lost, none twice. To be used by the program's thread only.
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
 * <tr><td>both rings</td><td colspan="2">as {@code RingHeader} and {@link
 * io.atoll.coordinator.ring.LineRingLayout} say</td><td>in each, one program sends and the other
 * receives; the coordinators only close</td></tr>
 * <tr><td>fields of this class</td><td>plain</td><td>plain</td><td>the program's thread</td></tr>
 * </table>
 */
public final class RingChannel {
    /** Looks at the ring before a blocking call sleeps, if the other side runs meanwhile. */
    private static final int SPINS = 1_000;

    private final PdContext context;
    private final Channel signal;
    private final LineRingProducer out;
    private final LineRingConsumer in;
    private final int spins;

    /**
     * @param signal the channel that carries both sides' doorbells
     * @param isOnOtherCore whether the other side has another core; on the same core it can send
     *     only once this side sleeps, so looking again and again would keep it from sending
     * @param area as {@link ChannelArea} lays it out, formatted
     */
    public RingChannel(
            PdContext context,
            Channel signal,
            boolean isOnOtherCore,
            MemorySegment area,
            int side,
            int capacity) {
        this.context = context;
        this.signal = signal;
        this.out = ChannelArea.out(area, side, capacity);
        this.in = ChannelArea.in(area, side, capacity);
        this.spins = isOnOtherCore ? SPINS : 1;
    }

    /** Its number: {@code notified} names it when the other side rings. */
    public int id() {
        return signal.id();
    }

    /** The sending end, for those who count nanoseconds: what it sends rings no doorbell. */
    public LineRingProducer out() {
        return out;
    }

    /** The receiving end, for those who count nanoseconds. */
    public LineRingConsumer in() {
        return in;
    }

    /**
     * Sends a message, and wakes the other side if it sleeps. Wait-free.
     *
     * @return {@code OK}, {@code BACK_PRESSURE} or {@code CLOSED}
     */
    public int send(long w0, long w1, long w2, long w3, long w4, long w5, long w6) {
        int result = out.offer(w0, w1, w2, w3, w4, w5, w6);
        if (result == RingResult.OK && out.requireSignal()) {
            signal.signal();
        }
        return result;
    }

    /**
     * Sends a message of four words, of which the receiver must not read more. Wait-free.
     *
     * @return as {@link #offer(long, long, long, long)}
     */
    public int send(long w0, long w1, long w2, long w3) {
        int result = offer(w0, w1, w2, w3);
        if (result == RingResult.OK) {
            flush();
        }
        return result;
    }

    /**
     * As {@link #send(long, long, long, long)}, for several messages in a row: if the other side
     * sleeps, it is not woken before {@link #flush}. To look whether it sleeps costs more than to
     * send, because the look must come after all that was written has reached memory.
     *
     * @return {@code OK}, {@code BACK_PRESSURE} or {@code CLOSED}
     */
    public int offer(long w0, long w1, long w2, long w3) {
        return out.offer(w0, w1, w2, w3);
    }

    /** After {@link #offer}, and before waiting for anything: wakes the other side if it sleeps. */
    public void flush() {
        if (out.requireSignal()) {
            signal.signal();
        }
    }

    /** {@link #send(long, long, long, long, long, long, long)} of one word; the others are zero. */
    public int send(long word) {
        return send(word, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Looks for a message. If there is one, its words can be read until {@link #release}.
     * Wait-free.
     *
     * @return {@code OK}, {@code EMPTY} or {@code CLOSED}
     */
    public int poll() {
        return in.poll();
    }

    /** Word {@code index} of the message that {@link #poll} found. */
    public long word(int index) {
        return in.word(index);
    }

    /** Done with the message; wakes the other side if it waits for room. */
    public void release() {
        in.release();
        if (in.requireSignal()) {
            signal.signal();
        }
    }

    /**
     * Waits for a message: polls for a while, then sleeps until the other side rings. For programs
     * in direct style; a handler calls {@link #requestSignal} and returns instead.
     *
     * @return {@code OK} or {@code CLOSED}
     */
    public int receive() {
        while (true) {
            for (int i = 0; i < spins; i++) {
                int result = in.poll();
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
    public boolean requestSignal() {
        in.requestSignal();
        // Look again: what was sent before the other side could see the request rings no doorbell.
        if (in.poll() == RingResult.EMPTY) {
            return true;
        }
        in.cancelSignal();
        return false;
    }

    /**
     * Waits until there is room to send, as {@link #receive} waits for a message.
     *
     * @return {@code OK} or {@code CLOSED}
     */
    public int awaitRoom() {
        while (true) {
            for (int i = 0; i < spins; i++) {
                int result = out.checkRoom();
                if (result != RingResult.BACK_PRESSURE) {
                    return result;
                }
                Thread.onSpinWait();
            }
            out.requestSignal();
            if (out.checkRoom() == RingResult.BACK_PRESSURE) {
                context.awaitSignal(signal.id());
            } else {
                out.cancelSignal();
            }
        }
    }

    /** Closes both directions; what was sent can still be received. */
    public void close() {
        out.close();
        in.close();
        signal.signal();
    }
}
