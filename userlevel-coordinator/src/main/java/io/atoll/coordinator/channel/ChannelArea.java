package io.atoll.coordinator.channel;

import java.lang.foreign.MemorySegment;

/** The memory of a channel: one ring from side 0 to side 1, then one back. */
public final class ChannelArea {
    /** The side that offered the channel. */
    public static final int SERVER = 0;

    /** The side that asked for it. */
    public static final int CLIENT = 1;

    private ChannelArea() {}

    /** Bytes of an area. */
    public static long byteSize(ChannelKind kind) {
        return 2 * kind.ringBytes();
    }

    /** Makes both rings; before anybody uses them. */
    public static void format(MemorySegment area, ChannelKind kind) {
        kind.format(sentBy(SERVER, area, kind));
        kind.format(sentBy(CLIENT, area, kind));
    }

    /** Closes both rings, on behalf of a side that cannot do it any more. */
    public static void close(MemorySegment area, ChannelKind kind) {
        kind.close(sentBy(SERVER, area, kind));
        kind.close(sentBy(CLIENT, area, kind));
    }

    /** The memory of the ring in which that side sends. */
    public static MemorySegment sentBy(int side, MemorySegment area, ChannelKind kind) {
        long bytes = kind.ringBytes();
        return area.asSlice(side * bytes, bytes);
    }

    /** The memory of the ring from which that side receives. */
    public static MemorySegment receivedBy(int side, MemorySegment area, ChannelKind kind) {
        return sentBy(1 - side, area, kind);
    }
}
