package io.atoll.coordinator.channel;

import io.atoll.coordinator.ring.LineRingConsumer;
import io.atoll.coordinator.ring.LineRingLayout;
import io.atoll.coordinator.ring.LineRingProducer;

import java.lang.foreign.MemorySegment;

/** The memory of a channel: one ring from side 0 to side 1, then one back. */
public final class ChannelArea {
    /** The side that offered the channel. */
    public static final int SERVER = 0;

    /** The side that asked for it. */
    public static final int CLIENT = 1;

    private ChannelArea() {}

    /** Bytes of an area whose rings hold {@code capacity} messages each. */
    public static long byteSize(int capacity) {
        return 2 * LineRingLayout.byteSize(capacity);
    }

    /** Makes both rings; before anybody uses them. */
    public static void format(MemorySegment area, int capacity) {
        LineRingProducer.format(ring(area, SERVER, capacity), capacity);
        LineRingProducer.format(ring(area, CLIENT, capacity), capacity);
    }

    /** The sending end of a side. */
    public static LineRingProducer out(MemorySegment area, int side, int capacity) {
        return LineRingProducer.attach(ring(area, side, capacity), capacity);
    }

    /** The receiving end of a side. */
    public static LineRingConsumer in(MemorySegment area, int side, int capacity) {
        return LineRingConsumer.attach(ring(area, 1 - side, capacity), capacity);
    }

    /** The memory of the ring in which that side sends. */
    public static MemorySegment ring(MemorySegment area, int sender, int capacity) {
        long bytes = LineRingLayout.byteSize(capacity);
        return area.asSlice(sender * bytes, bytes);
    }
}
