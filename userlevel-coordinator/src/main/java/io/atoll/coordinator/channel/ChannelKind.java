package io.atoll.coordinator.channel;

import io.atoll.coordinator.ring.ByteRingLayout;
import io.atoll.coordinator.ring.ByteRingProducer;
import io.atoll.coordinator.ring.LineRingLayout;
import io.atoll.coordinator.ring.LineRingProducer;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What the messages of a channel are, and so which rings it consists of. Both ends are of one kind,
 * which whoever asks for the channel chooses; its code travels to the coordinator of the other end.
 *
 * <p>Both rings of a channel stay in the level-1 cache beside whatever else a program touches, or a
 * message takes half as long again (docs/decisions/0006-rings-of-lines.md). So a kind has one
 * capacity.
 */
public enum ChannelKind {
    /** Messages of up to seven words, one to a cache line: {@link LineChannel}. */
    LINES(0, 64) {
        @Override
        long ringBytes() {
            return LineRingLayout.byteSize(capacity());
        }

        @Override
        void format(MemorySegment ring) {
            LineRingProducer.format(ring, capacity());
        }

        @Override
        void close(MemorySegment ring) {
            LineRingLayout.close(ring);
        }
    },

    /** Messages of any number of bytes up to 1024: {@link ByteChannel}. */
    BYTES(1, 8 << 10) {
        @Override
        long ringBytes() {
            return ByteRingLayout.byteSize(capacity());
        }

        @Override
        void format(MemorySegment ring) {
            ByteRingProducer.format(ring, capacity());
        }

        @Override
        void close(MemorySegment ring) {
            ByteRingLayout.close(ring);
        }
    };

    private final int code;
    private final int capacity;

    ChannelKind(int code, int capacity) {
        this.code = code;
        this.capacity = capacity;
    }

    /** Its number in messages. */
    public int code() {
        return code;
    }

    /** The kind of that number, if there is one. */
    public static Optional<ChannelKind> of(long code) {
        for (ChannelKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** What each ring holds: messages, or bytes of messages and their headers. */
    public int capacity() {
        return capacity;
    }

    /** Bytes of one ring, a multiple of 128. */
    abstract long ringBytes();

    /** Makes zeroed memory a ring. */
    abstract void format(MemorySegment ring);

    /** Closes both ends of a ring from outside. */
    abstract void close(MemorySegment ring);
}
