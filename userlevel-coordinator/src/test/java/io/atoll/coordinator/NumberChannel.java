package io.atoll.coordinator;

import io.atoll.coordinator.channel.ByteChannel;
import io.atoll.coordinator.channel.ChannelKind;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.channel.RingChannel;
import io.atoll.coordinator.ring.ByteRingLayout;
import io.atoll.coordinator.ring.ByteRingProducer;
import io.atoll.coordinator.ring.RingResult;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A channel of any kind as the shared tests see it: messages are numbers. In bytes, the length and
 * the type of a number's message, and what follows the number, depend on the number.
 */
record NumberChannel(RingChannel channel) {
    private static final int LONGEST = 100;

    static NumberChannel connect(CoordinatorClient coordinator, ChannelKind kind, String name) {
        return new NumberChannel(
                switch (kind) {
                    case LINES -> coordinator.connect(name);
                    case BYTES -> coordinator.connectBytes(name);
                });
    }

    static NumberChannel accept(CoordinatorClient coordinator, ChannelKind kind, String name) {
        return new NumberChannel(
                switch (kind) {
                    case LINES -> coordinator.accept(name);
                    case BYTES -> coordinator.acceptBytes(name);
                });
    }

    int send(long number) {
        return switch (channel) {
            case LineChannel lines -> lines.send(number);
            case ByteChannel bytes -> {
                byte[] message = message(number);
                yield bytes.send(type(number), message, 0, message.length);
            }
        };
    }

    /** The number that was polled; -1 if the message is not that number's. */
    long number() {
        return switch (channel) {
            case LineChannel lines -> lines.word(0);
            case ByteChannel bytes -> {
                byte[] found = new byte[bytes.length()];
                bytes.copyTo(found, 0);
                long number = bytes.getLong(0);
                boolean isWhole =
                        bytes.type() == type(number) && Arrays.equals(found, message(number));
                yield isWhole ? number : -1;
            }
        };
    }

    /** How many numbers from 0 on a channel's ring takes when nobody receives. */
    static int numbersThatFit(ChannelKind kind) {
        if (kind == ChannelKind.LINES) {
            return kind.capacity();
        }
        try (Arena arena = Arena.ofConfined()) {
            ByteRingProducer ring =
                    ByteRingProducer.format(
                            arena.allocate(ByteRingLayout.byteSize(kind.capacity()), 64),
                            kind.capacity());
            int sent = 0;
            while (ring.offer(type(sent), message(sent), 0, message(sent).length)
                    == RingResult.OK) {
                sent++;
            }
            return sent;
        }
    }

    private static int type(long number) {
        return 1 + (int) (number & 0xff);
    }

    private static byte[] message(long number) {
        byte[] message = new byte[Long.BYTES + (int) (number * 31 % (LONGEST - Long.BYTES))];
        for (int i = Long.BYTES; i < message.length; i++) {
            message[i] = (byte) (number + 7 * i);
        }
        ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()).putLong(0, number);
        return message;
    }
}
