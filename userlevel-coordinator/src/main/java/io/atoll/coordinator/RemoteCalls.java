package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelArea;
import io.atoll.coordinator.channel.ChannelKind;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.ring.LineRingConsumer;
import io.atoll.coordinator.ring.LineRingProducer;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.MemorySegment;

/**
 * Protected calls across clusters: the caller calls a <em>proxy</em> in its own kernel, which hands
 * the message to an <em>agent</em> in the server's kernel over a channel; the agent calls the
 * server and sends the answer back. Both are threads of the coordinators. Words travel,
 * capabilities do not: they mean nothing in another kernel.
 *
 * <p>No call waits for a server that is gone. When the server faults, and has no parent that could
 * make it go on, the coordinator that hears the fault {@linkplain CrossClusterChannels#serverFailed
 * closes} the rings and rings the proxy; when the server's whole cluster, or its coordinator,
 * stops, the proxy's own coordinator {@linkplain CrossClusterChannels#clusterFailed does}, once the
 * machine, or the closed link, has told it. The proxy answers the call that waits, and all that
 * follow, with {@link Channel#CALL_FAILED}. So after a failure a call takes one interrupt and one
 * turn of a coordinator's event loop, whatever that has to do before; there is no timeout, and a
 * server that is merely slow is waited for. When the caller's cluster stops, the agent ends with
 * the call it is making.
 *
 * <p>On the ring, a message of n words is its message info and the words, six to a line besides it
 * on the first and seven on the others.
 */
final class RemoteCalls {
    /** Its rings: one message of 64 words fits in several times. */
    static final ChannelKind KIND = ChannelKind.LINES;

    /** Longest message, as in Microkit. */
    private static final int MAX_WORDS = 64;

    /** Looks at the ring before a thread sleeps. */
    private static final int SPINS = 2_000;

    private static final long FAILED = MessageInfo.of(Channel.CALL_FAILED, 0);

    /** Instead of an info: the other side is gone. */
    private static final long CLOSED = -1;

    private RemoteCalls() {}

    /** A thread of a coordinator at its end of a channel: sends and receives whole messages. */
    private static final class End {
        private final Sel4 sel4;
        private final long notification;
        private final long doorbell;
        private final long handler;
        private final LineRingProducer out;
        private final LineRingConsumer in;
        private final long[] line = new long[7];

        End(Sel4 sel4, Binding binding, int side) {
            this.sel4 = sel4;
            this.notification = binding.notification();
            this.doorbell = binding.doorbell();
            this.handler = binding.handler();
            MemorySegment area = binding.area();
            this.out =
                    LineRingProducer.attach(ChannelArea.sentBy(side, area, KIND), KIND.capacity());
            this.in =
                    LineRingConsumer.attach(
                            ChannelArea.receivedBy(side, area, KIND), KIND.capacity());
        }

        /**
         * Sends the message in the IPC buffer. The ring has room: one message is on its way at a
         * time. If the other side is gone, so is the message: {@link #receive} says so.
         */
        void send(long info) {
            IpcBuffer ipc = sel4.ipc();
            int length = Math.min(MessageInfo.length(info), Math.min(MAX_WORDS, ipc.capacity()));
            line[0] = MessageInfo.of(MessageInfo.label(info), length);
            int filled = 1;
            for (int i = 0; i < length; i++) {
                line[filled++] = ipc.mr(i);
                if (filled == line.length) {
                    offer();
                    filled = 0;
                }
            }
            if (filled > 0) {
                offer();
            }
            if (out.requireSignal()) {
                sel4.sgiSignal(doorbell).signal();
            }
        }

        private void offer() {
            int result = out.offer(line[0], line[1], line[2], line[3], line[4], line[5], line[6]);
            if (result == RingResult.BACK_PRESSURE) {
                throw new IllegalStateException(
                        "a remote call found its ring " + RingResult.toString(result));
            }
        }

        /** Receives a message into the IPC buffer; returns its info, or {@link #CLOSED}. */
        long receive() {
            IpcBuffer ipc = sel4.ipc();
            if (!awaitLine()) {
                return CLOSED;
            }
            long info = in.word(0);
            int length = MessageInfo.length(info);
            int next = 1;
            for (int i = 0; i < length; i++) {
                if (next == line.length) {
                    in.release();
                    if (!awaitLine()) {
                        return CLOSED; // the other side was stopped in the middle of a message
                    }
                    next = 0;
                }
                ipc.mr(i, in.word(next++));
            }
            in.release();
            return info;
        }

        /** Waits for a line; false if no more will come. */
        private boolean awaitLine() {
            while (true) {
                for (int i = 0; i < SPINS; i++) {
                    int result = in.poll();
                    if (result != RingResult.EMPTY) {
                        return result == RingResult.OK;
                    }
                    Thread.onSpinWait();
                }
                in.requestSignal();
                int result = in.poll();
                if (result != RingResult.EMPTY) {
                    in.cancelSignal();
                    return result == RingResult.OK;
                }
                sel4.notification(notification).await();
                sel4.irqHandler(handler).ack();
            }
        }
    }

    /**
     * What a proxy or an agent needs: CPtrs in the coordinator's CSpace, and the channel.
     *
     * @param notification signalled when the other side rings
     * @param handler of that interrupt
     * @param doorbell rings the other side
     */
    record Binding(long notification, long handler, long doorbell, MemorySegment area) {
        /** From now on both sides receive what has been sent, then that no more will come. */
        void close() {
            ChannelArea.close(area, KIND);
        }
    }

    /** The proxy: answers calls on {@code endpoint} with what the agent brings. */
    static void proxy(Sel4 sel4, Binding binding, long endpoint, long reply) {
        End end = new End(sel4, binding, ChannelArea.CLIENT);
        long info = sel4.recv(endpoint, reply);
        while (true) {
            end.send(info);
            long answer = end.receive();
            info = sel4.replyRecv(endpoint, answer == CLOSED ? FAILED : answer, reply);
        }
    }

    /** The agent: calls {@code server} with what the proxy brings. */
    static void agent(Sel4 sel4, Binding binding, long server) {
        End end = new End(sel4, binding, ChannelArea.SERVER);
        long info;
        while ((info = end.receive()) != CLOSED) {
            end.send(sel4.call(server, info));
        }
    }
}
