package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelArea;
import io.atoll.coordinator.channel.ChannelKind;

import java.lang.foreign.MemorySegment;

/**
 * One end of a channel that was bound at run time, as the end's coordinator keeps it.
 *
 * @param area its memory, as the coordinator sees it
 * @param bell CPtr, in the coordinator's CSpace, of what wakes the other end
 * @param id its number at this end's domain
 * @param peer the other end's cluster
 */
record BoundChannel(ChannelKind kind, MemorySegment area, long bell, int id, int peer) {
    /** From now on both ends receive what has been sent, then that no more will come. */
    void closeRings() {
        ChannelArea.close(area, kind);
    }
}
