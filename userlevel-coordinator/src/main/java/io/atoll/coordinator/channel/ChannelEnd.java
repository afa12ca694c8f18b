package io.atoll.coordinator.channel;

import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.PdContext;

import java.lang.foreign.MemorySegment;

/**
 * What a program was given for its end of a channel.
 *
 * @param signal the channel that carries both sides' doorbells
 * @param isOnOtherCore whether the other side has another core; on the same core it can send only
 *     once this side sleeps, so looking again and again would keep it from sending
 * @param area as {@link ChannelArea} lays it out, formatted
 * @param side {@link ChannelArea#SERVER} or {@link ChannelArea#CLIENT}
 */
public record ChannelEnd(
        PdContext context, Channel signal, boolean isOnOtherCore, MemorySegment area, int side) {

    MemorySegment outgoing(ChannelKind kind) {
        return ChannelArea.sentBy(side, area, kind);
    }

    MemorySegment incoming(ChannelKind kind) {
        return ChannelArea.receivedBy(side, area, kind);
    }
}
