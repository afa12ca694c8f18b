package io.atoll.coordinator.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

class LineRingTest extends RingContract {
    private static final int CAPACITY = 16;

    LineRingTest() {
        super(new LineRingKind(CAPACITY));
    }

    @Test
    void shouldHoldAsManyMessagesAsItsCapacity() {
        assertEquals(CAPACITY, fill(0));
    }

    @Test
    void shouldTellTheSenderAfterEachQuarter() {
        fill(0);
        for (int i = 0; i < CAPACITY / 4 - 1; i++) {
            receive(i);
        }
        assertResult(RingResult.BACK_PRESSURE, sender.offer(CAPACITY));

        receive(CAPACITY / 4 - 1);

        assertEquals(CAPACITY / 4, fill(CAPACITY));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 2, 5, 12, (1 << 20) + 1, 1 << 21})
    void shouldRefuseACapacityThatIsNoPowerOfTwoInRange(int capacity) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> LineRingLayout.byteSize(capacity));
        assertEquals(
                "a ring cannot hold %d messages; it holds a power of two from 4 to 1048576"
                        .formatted(capacity),
                e.getMessage());
    }

    /** A sender that would block tells the difference without sending. */
    @Test
    void shouldLookForRoomWithoutSending() {
        LineRingProducer producer = LineRingProducer.attach(memory, CAPACITY);
        assertResult(RingResult.OK, producer.checkRoom());

        for (int i = 0; i < CAPACITY; i++) {
            producer.offer(i, 0, 0, 0, 0, 0, 0);
        }
        assertResult(RingResult.BACK_PRESSURE, producer.checkRoom());
        receiver.close();
        assertResult(RingResult.CLOSED, producer.checkRoom());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseAWordThatNoMessageHas(int index) {
        sender.offer(1);
        LineRingConsumer consumer = LineRingConsumer.attach(memory, CAPACITY);
        consumer.poll();

        assertThrows(IndexOutOfBoundsException.class, () -> consumer.word(index));
    }

    /** What a program maps is a window, which goes; the memory behind it stays, for others. */
    @Test
    void shouldLeaveMemoryAloneThatIsNotMappedAnyMore() {
        Arena window = Arena.ofShared();
        MemorySegment mapped = window(window);
        LineRingProducer producer = LineRingProducer.attach(mapped, CAPACITY);
        LineRingConsumer consumer = LineRingConsumer.attach(mapped, CAPACITY);
        producer.offer(1, 2, 3, 4);
        assertResult(RingResult.OK, consumer.poll());

        window.close();
        byte[] before = memory.toArray(ValueLayout.JAVA_BYTE);

        assertThrows(IllegalStateException.class, () -> producer.offer(5, 6, 7, 8));
        assertThrows(IllegalStateException.class, () -> producer.offer(1, 2, 3, 4, 5, 6, 7));
        assertThrows(IllegalStateException.class, () -> consumer.poll());
        assertThrows(IllegalStateException.class, () -> consumer.word(0));
        assertArrayEquals(before, memory.toArray(ValueLayout.JAVA_BYTE));
    }

    @SuppressWarnings("restricted") // As the kernel makes windows.
    private MemorySegment window(Arena window) {
        return MemorySegment.ofAddress(memory.address())
                .reinterpret(memory.byteSize(), window, null);
    }

    @Nested
    class Corruption {
        private void setSequence(int line, long sequence) {
            RingHeader.WORD.set(
                    memory,
                    LineRingLayout.LINES_OFFSET
                            + line * LineRingLayout.LINE_BYTES
                            + LineRingLayout.SEQUENCE_OFFSET,
                    sequence);
        }

        @ParameterizedTest
        @ValueSource(longs = {2, -1, CAPACITY, CAPACITY + 1, Long.MAX_VALUE, Long.MIN_VALUE})
        void shouldBeReportedForASequenceThatCannotBe(long sequence) {
            setSequence(0, sequence);

            CorruptRingException e =
                    assertThrows(CorruptRingException.class, () -> receiver.poll());
            assertEquals(
                    "the line of message 0 carries sequence number %d, neither 0 nor 1"
                            .formatted(sequence),
                    e.getMessage());
        }

        @Test
        void shouldBeReportedInLaterLaps() {
            for (int lap = 0; lap < 3; lap++) {
                drain(lap * 100, fill(lap * 100));
            }
            setSequence(0, 3 * CAPACITY); // right: 2 * CAPACITY + 1, or 3 * CAPACITY + 1

            assertThrows(CorruptRingException.class, () -> receiver.poll());
        }

        @Test
        void shouldBeReportedEvenWhenClosed() {
            sender.close();
            setSequence(0, 9);

            assertThrows(CorruptRingException.class, () -> receiver.poll());
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, CAPACITY + 1, Long.MIN_VALUE, Long.MAX_VALUE})
        void shouldBeReportedForACountOfConsumedMessagesThatCannotBe(long consumed) {
            fill(0);
            RingHeader.WORD.set(memory, RingHeader.CONSUMED_OFFSET, consumed);

            CorruptRingException e =
                    assertThrows(CorruptRingException.class, () -> sender.offer(1));
            assertTrue(
                    e.getMessage().startsWith("the receiver says it consumed " + consumed),
                    e.getMessage());
        }

        @Test
        void shouldBeReportedForACountThatGoesBackwards() {
            int sent = fill(0);
            drain(0, sent);
            fill(100);
            RingHeader.WORD.set(memory, RingHeader.CONSUMED_OFFSET, CAPACITY - 1L);

            assertThrows(CorruptRingException.class, () -> sender.offer(1));
        }
    }
}
