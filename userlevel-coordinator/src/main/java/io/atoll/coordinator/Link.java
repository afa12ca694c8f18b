package io.atoll.coordinator;

import io.atoll.coordinator.ring.LineRingConsumer;
import io.atoll.coordinator.ring.LineRingLayout;
import io.atoll.coordinator.ring.LineRingProducer;
import io.atoll.coordinator.ring.RingOpened;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * A coordinator's end of the rings to one other coordinator. What finds the ring full waits here,
 * so sending never blocks. Used by one coordinator only.
 *
 * <p>The memory of a link: the ring from the lower to the higher cluster, the ring back, then pages
 * for channels, of which the first half is the lower cluster's to hand out.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read mode</th><th>write mode</th><th>guarded by</th></tr>
 * <tr><td>ring up, ring down</td><td colspan="2">as {@link LineRingLayout} says</td><td>one coordinator
 * sends in each, the other receives</td></tr>
 * <tr><td>HELLO</td><td colspan="2">a message of its ring, the first</td><td>the ring; that it is
 * formatted is read with acquire, and whoever comes second is rung or finds it</td></tr>
 * <tr><td>pages</td><td colspan="2">as the ring in them says, once the message that names them was
 * received</td><td>until then, the cluster whose half they are in</td></tr>
 * <tr><td>fields of this class</td><td>plain</td><td>plain</td><td>this coordinator's
 * thread</td></tr>
 * </table>
 */
final class Link {
    private static final int CAPACITY = 128;
    private static final long PAGE_BYTES = 4096;
    private static final long RING_BYTES =
            Math.ceilDiv(LineRingLayout.byteSize(CAPACITY), PAGE_BYTES) * PAGE_BYTES;

    /** Messages received in one go after which a sender that waits for room is told. */
    private static final int LARGE_BATCH = CAPACITY / 4;

    private final Sel4 sel4;
    private final MemorySegment memory;
    private final int self;
    private final boolean isLower;
    private final LineRingProducer out;
    private final MemorySegment incoming;

    /** Null until the other side has formatted its ring: either side may come first. */
    private LineRingConsumer in;

    private final long doorbell;
    private final ArrayDeque<long[]> waiting = new ArrayDeque<>();
    private final Frames frames;
    private int nextPage;
    private final int endPage;

    /** The other cluster. */
    final int peer;

    /** Machine core at which the other coordinator's cluster takes its interrupts. */
    final int peerCore;

    /** HELLO was received, and its version is ours. */
    boolean isMet;

    /** The other cluster, or its coordinator, has stopped: what is sent is dropped. */
    boolean isGone;

    Link(
            Sel4 sel4,
            int self,
            int peer,
            int peerCore,
            MemorySegment memory,
            Frames frames,
            long doorbell) {
        this.sel4 = sel4;
        this.self = self;
        this.peer = peer;
        this.peerCore = peerCore;
        this.memory = memory;
        this.frames = frames;
        this.doorbell = doorbell;
        this.isLower = self < peer;
        MemorySegment up = memory.asSlice(0, RING_BYTES);
        MemorySegment down = memory.asSlice(RING_BYTES, RING_BYTES);
        out = LineRingProducer.format(isLower ? up : down, CAPACITY);
        sel4.debugReport(RingOpened.sending(Coordinator.threadName(self), out));
        incoming = isLower ? down : up;
        int firstPage = (int) (2 * RING_BYTES / PAGE_BYTES);
        int pages = (int) (memory.byteSize() / PAGE_BYTES);
        int middle = (firstPage + pages) / 2;
        nextPage = isLower ? firstPage : middle;
        endPage = isLower ? middle : pages;
    }

    /** Sends, now or as soon as there is room, and rings. */
    void send(int type, long first, long second, long[] rest) {
        long[] message = new long[LineRingLayout.PAYLOAD_WORDS];
        message[0] = type;
        message[1] = first;
        message[2] = second;
        System.arraycopy(rest, 0, message, 3, rest.length);
        waiting.add(message);
        flush();
    }

    void send(int type, long first, long second) {
        send(type, first, second, new long[0]);
    }

    /** Sends what waits for room. */
    void flush() {
        if (isGone) {
            waiting.clear();
            return;
        }
        boolean sent = false;
        while (!waiting.isEmpty() && offer(waiting.peek())) {
            waiting.remove();
            sent = true;
        }
        if (sent) {
            ring();
        }
    }

    private boolean offer(long[] message) {
        return out.offer(
                        message[0],
                        message[1],
                        message[2],
                        message[3],
                        message[4],
                        message[5],
                        message[6])
                == RingResult.OK;
    }

    private void ring() {
        sel4.sgiSignal(doorbell).signal();
    }

    /** Takes all messages there are; false if the other side has said that no more will come. */
    boolean receive(MessageHandler handler) {
        if (in == null) {
            if (!LineRingLayout.isFormatted(incoming)) {
                return true;
            }
            in = LineRingConsumer.attach(incoming, CAPACITY);
            sel4.debugReport(RingOpened.receiving(Coordinator.threadName(self), in));
        }
        int batch = 0;
        int result;
        while ((result = in.poll()) == RingResult.OK) {
            long[] message = new long[LineRingLayout.PAYLOAD_WORDS];
            for (int i = 0; i < message.length; i++) {
                message[i] = in.word(i);
            }
            in.release();
            batch++;
            handler.handle(this, message);
        }
        if (batch >= LARGE_BATCH) {
            // The sender may wait for room, and does not look for it by itself.
            ring();
        }
        return result != RingResult.CLOSED;
    }

    /** Nothing more will be sent; what was sent can still be received. */
    void close() {
        waiting.clear();
        out.close();
        ring();
    }

    /** Who handles what a link receives. */
    interface MessageHandler {
        void handle(Link link, long[] message);
    }

    /** Whether this cluster's half of the pages has so many left. */
    boolean hasPages(int count) {
        return nextPage + count <= endPage;
    }

    /**
     * Pages of this cluster's half for a channel; never taken back.
     *
     * @return the first page's number in the link
     * @throws IllegalStateException if there are not so many left
     */
    int takePages(int count) {
        if (!hasPages(count)) {
            throw new IllegalStateException(
                    "the memory shared with cluster %d is used up by channels".formatted(peer));
        }
        int first = nextPage;
        nextPage += count;
        return first;
    }

    /** The memory of some pages, as this coordinator sees it. */
    MemorySegment pages(int first, int count) {
        return memory.asSlice(first * PAGE_BYTES, count * PAGE_BYTES);
    }

    /** The frames of some pages, to be mapped for a domain. */
    Frames frames(int first, int count) {
        return frames.part(first, count);
    }
}
