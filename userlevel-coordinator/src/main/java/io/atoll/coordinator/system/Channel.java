package io.atoll.coordinator.system;

import java.util.List;

/**
 * Connects two protection domains: notifications both ways, protected calls one way.
 *
 * @param first end that the source names first
 * @param second the other one
 * @param position where the element begins
 */
public record Channel(End first, End second, Position position) {
    /** Both ends in source order. */
    public List<End> ends() {
        return List.of(first, second);
    }

    /** The end at the other side of one of this channel's ends. */
    public End opposite(End end) {
        return end == first ? second : first;
    }

    Channel withoutPosition() {
        return new Channel(first.withoutPosition(), second.withoutPosition(), Position.NONE);
    }
}
