package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelArea;
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
 * capabilities do not: they mean nothing in another kernel. A call whose server's cluster has
 * stopped is never answered, as a call to a server that never answers.
 *
 * <p>On the ring, a message of n words is its message info and the words, six to a line besides it
 * on the first and seven on the others.
 */
final class RemoteCalls {
    /** Lines of a ring: one message of 64 words fits several times. */
    static final int CAPACITY = 64;

    /** Longest message, as in Microkit. */
    private static final int MAX_WORDS = 64;

    /** Looks at the ring before a thread sleeps. */
    private static final int SPINS = 2_000;

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
            this.out = ChannelArea.out(binding.area(), side, CAPACITY);
            this.in = ChannelArea.in(binding.area(), side, CAPACITY);
        }

        /**
         * Sends the message in the IPC buffer. The ring has room: one message is on its way at a
         * time.
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
            if (result != RingResult.OK) {
                throw new IllegalStateException(
                        "a remote call found its ring " + RingResult.toString(result));
            }
        }

        /** Receives a message into the IPC buffer and returns its info. */
        long receive() {
            IpcBuffer ipc = sel4.ipc();
            awaitLine();
            long info = in.word(0);
            int length = MessageInfo.length(info);
            int next = 1;
            for (int i = 0; i < length; i++) {
                if (next == line.length) {
                    in.release();
                    awaitLine();
                    next = 0;
                }
                ipc.mr(i, in.word(next++));
            }
            in.release();
            return info;
        }

        private void awaitLine() {
            while (true) {
                for (int i = 0; i < SPINS; i++) {
                    if (in.poll() == RingResult.OK) {
                        return;
                    }
                    Thread.onSpinWait();
                }
                in.requestSignal();
                if (in.poll() == RingResult.OK) {
                    in.cancelSignal();
                    return;
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
    record Binding(long notification, long handler, long doorbell, MemorySegment area) {}

    /** The proxy: answers calls on {@code endpoint} with what the agent brings. */
    static void proxy(Sel4 sel4, Binding binding, long endpoint, long reply) {
        End end = new End(sel4, binding, ChannelArea.CLIENT);
        long info = sel4.recv(endpoint, reply);
        while (true) {
            end.send(info);
            info = sel4.replyRecv(endpoint, end.receive(), reply);
        }
    }

    /** The agent: calls {@code server} with what the proxy brings. */
    static void agent(Sel4 sel4, Binding binding, long server) {
        End end = new End(sel4, binding, ChannelArea.SERVER);
        while (true) {
            long info = end.receive();
            end.send(sel4.call(server, info));
        }
    }
}
