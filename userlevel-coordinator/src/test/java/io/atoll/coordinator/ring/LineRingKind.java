package io.atoll.coordinator.ring;

import java.lang.foreign.MemorySegment;

/** The ring of lines; the number is word 0, the other words follow from it. */
record LineRingKind(int capacity) implements RingKind {
    @Override
    public long byteSize() {
        return LineRingLayout.byteSize(capacity);
    }

    @Override
    public Sender format(MemorySegment memory) {
        return new LineSender(LineRingProducer.format(memory, capacity));
    }

    @Override
    public Sender attachSender(MemorySegment memory) {
        return new LineSender(LineRingProducer.attach(memory, capacity));
    }

    @Override
    public Receiver attachReceiver(MemorySegment memory) {
        return new LineReceiver(LineRingConsumer.attach(memory, capacity));
    }

    @Override
    public boolean isFormatted(MemorySegment memory) {
        return LineRingLayout.isFormatted(memory);
    }

    @Override
    public void close(MemorySegment memory) {
        LineRingLayout.close(memory);
    }

    /** A sequence number that is right makes its line a message. */
    @Override
    public int mostForgedByOneWord() {
        return 1;
    }

    @Override
    public RingKind withTwiceTheCapacity() {
        return new LineRingKind(2 * capacity);
    }

    @Override
    public RingKind other() {
        return new ByteRingKind(256);
    }

    private record LineSender(LineRingProducer producer) implements Sender {
        @Override
        public int offer(long number) {
            return producer.offer(
                    number,
                    RingKind.word(number, 1),
                    RingKind.word(number, 2),
                    RingKind.word(number, 3),
                    RingKind.word(number, 4),
                    RingKind.word(number, 5),
                    RingKind.word(number, 6));
        }

        @Override
        public int checkRoom(long number) {
            return producer.checkRoom();
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

    private record LineReceiver(LineRingConsumer consumer) implements Receiver {
        @Override
        public int poll() {
            return consumer.poll();
        }

        @Override
        public long number() {
            long number = consumer.word(0);
            for (int i = 1; i < LineRingLayout.PAYLOAD_WORDS; i++) {
                if (consumer.word(i) != RingKind.word(number, i)) {
                    throw new AssertionError(
                            "word %d of message %d is 0x%x".formatted(i, number, consumer.word(i)));
                }
            }
            return number;
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
