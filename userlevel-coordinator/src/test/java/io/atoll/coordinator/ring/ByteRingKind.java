package io.atoll.coordinator.ring;

import org.agrona.concurrent.UnsafeBuffer;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * The ring of bytes; lengths from 8 to the longest, or to 128 if that is less, as the number's hash
 * has it. The number is the first eight bytes, the others and the type follow from it.
 */
record ByteRingKind(int capacity) implements RingKind {
    @Override
    public long byteSize() {
        return ByteRingLayout.byteSize(capacity);
    }

    @Override
    public Sender format(MemorySegment memory) {
        return new ByteSender(ByteRingProducer.format(memory, capacity));
    }

    @Override
    public Sender attachSender(MemorySegment memory) {
        return new ByteSender(ByteRingProducer.attach(memory, capacity));
    }

    @Override
    public Receiver attachReceiver(MemorySegment memory) {
        return new ByteReceiver(
                ByteRingConsumer.attach(memory, capacity),
                ByteRingLayout.maxMessageLength(capacity));
    }

    @Override
    public boolean isFormatted(MemorySegment memory) {
        return ByteRingLayout.isFormatted(memory);
    }

    @Override
    public void close(MemorySegment memory) {
        ByteRingLayout.close(memory);
    }

    /** A length that is too short lets the rest of its message be taken for headers. */
    @Override
    public int mostForgedByOneWord() {
        return capacity / ByteRingLayout.RECORD_HEADER_BYTES;
    }

    @Override
    public RingKind withTwiceTheCapacity() {
        return new ByteRingKind(2 * capacity);
    }

    @Override
    public RingKind other() {
        return new LineRingKind(4);
    }

    private static int length(long number, int maxMessageLength) {
        int lengths = Math.min(maxMessageLength, 128) - Long.BYTES + 1;
        return Long.BYTES + (int) Long.remainderUnsigned(RingKind.word(number, 1), lengths);
    }

    private static int type(long number) {
        return 1 + (int) (number & 0xffff);
    }

    private static final class ByteSender implements Sender {
        private final ByteRingProducer producer;
        private final UnsafeBuffer message;

        ByteSender(ByteRingProducer producer) {
            this.producer = producer;
            // Room for whole words beyond the last byte.
            this.message = new UnsafeBuffer(new byte[producer.maxMessageLength() + Long.BYTES]);
        }

        @Override
        public int offer(long number) {
            int length = length(number, producer.maxMessageLength());
            message.putLong(0, number, ByteOrder.nativeOrder());
            for (int i = Long.BYTES; i < length; i += Long.BYTES) {
                message.putLong(i, RingKind.word(number, i), ByteOrder.nativeOrder());
            }
            return producer.offer(type(number), message, 0, length);
        }

        @Override
        public int checkRoom(long number) {
            return producer.checkRoom(length(number, producer.maxMessageLength()));
        }

        @Override
        public boolean requireSignal() {
            return producer.requireSignal();
        }

        @Override
        public void requestSignal() {
            producer.requestSignal();
        }

        @Override
        public void cancelSignal() {
            producer.cancelSignal();
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    private record ByteReceiver(ByteRingConsumer consumer, int maxMessageLength)
            implements Receiver {
        @Override
        public int poll() {
            return consumer.poll();
        }

        @Override
        public long number() {
            long number = consumer.getLong(0);
            int length = length(number, maxMessageLength);
            if (consumer.length() != length || consumer.type() != type(number)) {
                throw new AssertionError(
                        "message %d has length %d and type %d"
                                .formatted(number, consumer.length(), consumer.type()));
            }
            int i = Long.BYTES;
            for (; i + Long.BYTES <= length; i += Long.BYTES) {
                if (consumer.getLong(i) != RingKind.word(number, i)) {
                    throw differs(number, i);
                }
            }
            long last = RingKind.word(number, i);
            for (int j = i; j < length; j++) {
                boolean isLittle = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
                int shift = Byte.SIZE * (isLittle ? j - i : Long.BYTES - 1 - (j - i));
                if (consumer.getByte(j) != (byte) (last >>> shift)) {
                    throw differs(number, j);
                }
            }
            return number;
        }

        private static AssertionError differs(long number, int offset) {
            return new AssertionError("message %d differs at byte %d".formatted(number, offset));
        }

        @Override
        public void release() {
            consumer.release();
        }

        @Override
        public boolean requireSignal() {
            return consumer.requireSignal();
        }

        @Override
        public void requestSignal() {
            consumer.requestSignal();
        }

        @Override
        public void cancelSignal() {
            consumer.cancelSignal();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
