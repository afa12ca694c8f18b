package io.atoll.coordinator.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class ByteRingTest extends RingContract {
    private static final int CAPACITY = 1024;
    private static final int MAX_LENGTH = CAPACITY / 8;

    private ByteRingProducer producer;
    private ByteRingConsumer consumer;

    ByteRingTest() {
        super(new ByteRingKind(CAPACITY));
    }

    @BeforeEach
    void attachBareEnds() {
        producer = ByteRingProducer.attach(memory, CAPACITY);
        consumer = ByteRingConsumer.attach(memory, CAPACITY);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (length + 31 * i);
        }
        return bytes;
    }

    private void send(int length) {
        assertResult(RingResult.OK, producer.offer(length + 1, bytes(length), 0, length));
    }

    private void receiveLength(int length) {
        assertResult(RingResult.OK, consumer.poll());
        assertEquals(length, consumer.length());
        assertEquals(length + 1, consumer.type());
        byte[] copy = new byte[length];
        consumer.copyTo(copy, 0);
        assertArrayEquals(bytes(length), copy);
        consumer.release();
    }

    @Nested
    class Lengths {
        @Test
        void shouldBeAnyUpToAnEighthOfTheCapacity() {
            assertEquals(MAX_LENGTH, producer.maxMessageLength());
            for (int length = 0; length <= MAX_LENGTH; length++) {
                send(length);
                receiveLength(length);
            }
        }

        @Test
        void shouldBeTheSameThatAgronaAllows() {
            for (int capacity = 1 << 8; capacity <= 1 << 12; capacity <<= 1) {
                UnsafeBuffer area =
                        new UnsafeBuffer(
                                arena.allocate(ByteRingLayout.agronaByteSize(capacity), 64)
                                        .address(),
                                ByteRingLayout.agronaByteSize(capacity));
                assertEquals(
                        new OneToOneRingBuffer(area).maxMsgLength(),
                        ByteRingLayout.maxMessageLength(capacity));
            }
        }

        @Test
        void shouldBeRefusedAboveThatWithASentence() {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> send(MAX_LENGTH + 1));
            assertEquals(
                    "a message of 129 bytes cannot be sent here; at most 128 bytes can",
                    e.getMessage());
        }

        /** The worst case of room: all received, though not all told, and the longest message. */
        @Test
        void shouldAlwaysHaveRoomForTheLongestOnceAllWasReceived() {
            for (int start = 0; start < CAPACITY; start += 8) {
                for (int length : new int[] {MAX_LENGTH, MAX_LENGTH - 8, MAX_LENGTH / 2 + 1}) {
                    send(length);
                    receiveLength(length);
                }
                send(0); // moves the next lap by one record header
                receiveLength(0);
            }
        }

        @ParameterizedTest
        @CsvSource({"0, a message is at least of type 1", "-1, that is padding"})
        void shouldComeWithATypeOfTheUsers(int type, String why) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> producer.offer(type, new byte[8], 0, 8),
                            why);
            assertEquals(
                    "type %d of a message is reserved; use 1 and above".formatted(type),
                    e.getMessage());
        }

        @Test
        void shouldLeaveTheRingUsableAfterARefusal() {
            assertThrows(
                    IndexOutOfBoundsException.class, () -> producer.offer(1, new byte[8], 4, 8));
            assertThrows(
                    IllegalArgumentException.class, () -> producer.offer(1, new byte[8], 0, -1));
            assertThrows(
                    NullPointerException.class, () -> producer.offer(1, (UnsafeBuffer) null, 0, 8));

            send(3);
            receiveLength(3);
            assertResult(RingResult.EMPTY, consumer.poll());
        }

        @ParameterizedTest
        @ValueSource(ints = {Integer.MIN_VALUE, 0, 128, 257, 1 << 29})
        void shouldComeFromACapacityThatIsAPowerOfTwoInRange(int capacity) {
            assertThrows(IllegalArgumentException.class, () -> ByteRingLayout.byteSize(capacity));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ByteRingLayout.maxMessageLength(capacity));
        }
    }

    @Nested
    class Reading {
        @Test
        void shouldNotGoBeyondTheMessage() {
            send(9);
            send(9);
            consumer.poll();

            assertEquals(bytes(9)[8], consumer.getByte(8));
            assertThrows(IndexOutOfBoundsException.class, () -> consumer.getByte(9));
            assertThrows(IndexOutOfBoundsException.class, () -> consumer.getByte(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> consumer.getInt(6));
            assertThrows(IndexOutOfBoundsException.class, () -> consumer.getLong(2));
            assertThrows(IndexOutOfBoundsException.class, () -> consumer.copyTo(new byte[8], 0));
        }

        @Test
        void shouldCopyIntoOtherMemory() {
            byte[] text = "two islands".getBytes(StandardCharsets.UTF_8);
            producer.offer(1, new UnsafeBuffer(text), 4, 7);
            consumer.poll();
            MemorySegment destination = arena.allocate(16);

            consumer.copyTo(destination, 2);

            assertEquals("islands", destination.getString(2));
        }
    }

    @Nested
    class WrappingAround {
        private long tail() {
            return (long) RingHeader.WORD.get(memory, ByteRingLayout.tailOffset(CAPACITY));
        }

        /** Sends and receives until the next record begins there. */
        private void advanceTo(int position) {
            int at = 0;
            while (at < position) {
                int record = Math.min(position - at, MAX_LENGTH);
                send(record - ByteRingLayout.RECORD_HEADER_BYTES);
                receiveLength(record - ByteRingLayout.RECORD_HEADER_BYTES);
                at += record;
            }
            assertEquals(position, tail());
        }

        @ParameterizedTest
        @ValueSource(ints = {8, 16, 24, 64, 128})
        void shouldPadWhatIsLeftAtTheEndAndKeepTheMessageWhole(int left) {
            advanceTo(CAPACITY - left);

            send(MAX_LENGTH);

            receiveLength(MAX_LENGTH);
            assertEquals(CAPACITY + ByteRingLayout.recordBytes(MAX_LENGTH), tail());
            assertResult(RingResult.EMPTY, consumer.poll());
        }

        @Test
        void shouldNeedNoPaddingWhenAMessageEndsWhereTheRecordsEnd() {
            advanceTo(CAPACITY - ByteRingLayout.recordBytes(56));

            send(56);
            send(1);

            receiveLength(56);
            receiveLength(1);
        }

        /** Room, but not in one piece at the beginning: only the padding can be written. */
        @Test
        void shouldSkipPaddingThatNoMessageFollowsYet() {
            // The last receive tells the sender, who so knows of 96 bytes at the beginning.
            for (int length : new int[] {128, 128, 128, 128, 128, 128, 128, 64, 88}) {
                send(length);
                receiveLength(length);
            }
            int[] unread = {128, 128, 128, 128, 128, 128, 40};
            for (int length : unread) {
                send(length);
            }
            assertEquals(2 * CAPACITY - 64, tail());

            assertResult(
                    RingResult.BACK_PRESSURE,
                    producer.offer(MAX_LENGTH + 1, bytes(MAX_LENGTH), 0, MAX_LENGTH));

            assertEquals(2 * CAPACITY, tail());
            for (int length : unread) {
                receiveLength(length);
            }
            assertResult(RingResult.EMPTY, consumer.poll());
            send(MAX_LENGTH);
            receiveLength(MAX_LENGTH);
        }

        @Test
        void shouldReportClosedBehindPadding() {
            advanceTo(CAPACITY - 64);
            setRecord(0, 0, 0); // as the sender does before it writes the padding
            setRecord(CAPACITY - 64, 64, ByteRingLayout.PADDING_TYPE);
            producer.close();

            assertResult(RingResult.CLOSED, consumer.poll());
        }
    }

    /** {@code checkRoom} knows what Agrona will say, also where it must skip the end. */
    @Nested
    class Room {
        @Test
        void shouldBeForetoldForEveryLength() {
            RandomSeed seed = RandomSeed.of(this);
            SplittableRandom random = seed.random();
            ArrayDeque<Integer> sent = new ArrayDeque<>();
            for (int i = 0; i < 100_000; i++) {
                int length = random.nextInt(MAX_LENGTH + 1);
                String where = "at %d, length %d, %s".formatted(i, length, seed);
                int foretold = producer.checkRoom(length);
                if (foretold == RingResult.OK && length > 0) {
                    assertEquals(RingResult.OK, producer.checkRoom(length - 1), where);
                }
                int result = producer.offer(length + 1, bytes(length), 0, length);
                assertEquals(RingResult.toString(foretold), RingResult.toString(result), where);
                if (result == RingResult.OK) {
                    sent.add(length);
                } else {
                    for (int j = random.nextInt(sent.size() + 1); j > 0; j--) {
                        receiveLength(sent.remove());
                    }
                }
            }
        }

        @Test
        void shouldBeThereForTheLongestOnceAllWasReceived() {
            for (int start = 0; start < 2 * CAPACITY; start += 8) {
                send(0); // the next record begins one header further on
                receiveLength(0);
                assertResult(RingResult.OK, producer.checkRoom());
            }
        }

        @Test
        void shouldEndWithTheReceiver() {
            while (producer.checkRoom() == RingResult.OK) {
                send(MAX_LENGTH);
            }
            assertResult(RingResult.BACK_PRESSURE, producer.checkRoom());

            consumer.close();

            assertResult(RingResult.CLOSED, producer.checkRoom());
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, MAX_LENGTH + 1})
        void shouldNotBeAskedForALengthThatNoMessageHas(int length) {
            assertThrows(IllegalArgumentException.class, () -> producer.checkRoom(length));
        }
    }

    /** Both ends speak Agrona's format, so that any user of Agrona can be the other one. */
    @Nested
    class WithAgrona {
        private OneToOneRingBuffer agrona() {
            int byteSize = ByteRingLayout.agronaByteSize(CAPACITY);
            return new OneToOneRingBuffer(
                    new UnsafeBuffer(memory.address() + ByteRingLayout.RECORDS_OFFSET, byteSize));
        }

        @Test
        void shouldBeReadByAgrona() {
            OneToOneRingBuffer agrona = agrona();
            List<Integer> lengths = new ArrayList<>();
            for (int length = 0; length < 100; length++) {
                send(length);
                // A read stops where the records end; the next one goes on at the beginning.
                int read = 0;
                for (int attempt = 0; read == 0 && attempt < 2; attempt++) {
                    read = agrona.read((type, buffer, offset, size) -> lengths.add(size));
                }
                assertEquals(length, lengths.getLast());
            }
            assertEquals(100, lengths.size());
        }

        @Test
        void shouldReadWhatAgronaWrites() {
            OneToOneRingBuffer agrona = agrona();
            for (int length = 0; length < 100; length++) {
                assertTrue(agrona.write(length + 1, new UnsafeBuffer(bytes(length)), 0, length));
                receiveLength(length);
            }
        }

        @Test
        void shouldNotSeeWhatAgronaHasClaimedBeforeItIsCommitted() {
            OneToOneRingBuffer agrona = agrona();
            int claimed = agrona.tryClaim(1, 16);
            assertResult(RingResult.EMPTY, consumer.poll());

            agrona.commit(claimed);

            assertResult(RingResult.OK, consumer.poll());
            assertEquals(16, consumer.length());
        }
    }

    private void setRecord(int offset, int length, int type) {
        long record = ByteRingLayout.RECORDS_OFFSET + offset;
        ByteRingLayout.HALF_WORD.set(memory, record + ByteRingLayout.TYPE_OFFSET, type);
        ByteRingLayout.HALF_WORD.set(memory, record, length);
    }

    @Nested
    class Corruption {
        @ParameterizedTest
        @CsvSource({
            "7, 1", // shorter than its header
            "1, 1",
            "137, 1", // longer than the longest message
            "2147483647, 1",
            "16, 0", // no such type
            "16, -2",
            "16, -1", // padding that is not at the end
            "1024, -1", // padding instead of everything
            "-1, 1", // being written, with a length that cannot be
            "-7, 1",
            "-137, 1",
            "-2147483648, 1",
        })
        void shouldBeReportedForARecordThatCannotBe(int length, int type) {
            setRecord(0, length, type);

            CorruptRingException e =
                    assertThrows(CorruptRingException.class, () -> consumer.poll());
            assertEquals(
                    "the record at byte 0 has length %d and type %d, which nobody can have sent"
                            .formatted(length, type),
                    e.getMessage());
        }

        @Test
        void shouldBeReportedForARecordThatReachesBeyondTheEnd() {
            for (int i = 0; i < 15; i++) {
                send(56);
                receiveLength(56);
            }
            setRecord(CAPACITY - 64, 72, 1);

            assertThrows(CorruptRingException.class, () -> consumer.poll());
        }

        @Test
        void shouldBeReportedForPaddingAfterPadding() {
            for (int i = 0; i < 15; i++) {
                send(56);
                receiveLength(56);
            }
            setRecord(CAPACITY - 64, 64, ByteRingLayout.PADDING_TYPE);
            setRecord(0, 64, ByteRingLayout.PADDING_TYPE);

            assertThrows(CorruptRingException.class, () -> consumer.poll());
        }

        @Test
        void shouldTakeARecordThatIsBeingWrittenForNone() {
            setRecord(0, -64, 1);
            assertResult(RingResult.EMPTY, consumer.poll());

            producer.close();
            assertResult(RingResult.CLOSED, consumer.poll());
        }

        @ParameterizedTest
        @ValueSource(longs = {-8, 4, CAPACITY * 8L, Long.MAX_VALUE, Long.MIN_VALUE})
        void shouldBeReportedForAHeadThatCannotBe(long head) {
            fillWithLongest();
            RingHeader.WORD.set(memory, ByteRingLayout.headOffset(CAPACITY), head);

            assertThrows(CorruptRingException.class, this::fillWithLongest);
        }

        @ParameterizedTest
        @ValueSource(longs = {-8, 8, 1, Long.MAX_VALUE})
        void shouldBeReportedForATailThatTheSenderDidNotLeave(long tail) {
            RingHeader.WORD.set(memory, ByteRingLayout.tailOffset(CAPACITY), tail);

            CorruptRingException e = assertThrows(CorruptRingException.class, () -> send(8));
            assertEquals(
                    "the tail of the ring is at %d; this end left it at 0".formatted(tail),
                    e.getMessage());
        }

        private void fillWithLongest() {
            int result;
            int sent = 0;
            while ((result = producer.offer(1, bytes(MAX_LENGTH), 0, MAX_LENGTH))
                    == RingResult.OK) {
                assertTrue(sent++ < 100, "overwrites what was not received");
            }
            assertResult(RingResult.BACK_PRESSURE, result);
        }
    }

    @Nested
    class Joining {
        @Test
        void shouldRefuseASenderWhenMessagesWereSentAlready() {
            send(8);

            assertThrows(
                    CorruptRingException.class, () -> ByteRingProducer.attach(memory, CAPACITY));
        }

        @Test
        void shouldRefuseAReceiverWhenMessagesWereReceivedAlready() {
            for (int i = 0; i < 3; i++) {
                send(MAX_LENGTH);
                receiveLength(MAX_LENGTH);
            }

            assertThrows(
                    CorruptRingException.class, () -> ByteRingConsumer.attach(memory, CAPACITY));
        }
    }

    @Nested
    class Allocation {
        private static final int MESSAGES = 20_000;
        private static final int TRIES = 20;

        private final byte[] message = bytes(24);
        private final byte[] copy = new byte[24];

        private long bytesAllocated() {
            return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                    .getCurrentThreadAllocatedBytes();
        }

        private void pass(int messages) {
            for (int i = 0; i < messages; i++) {
                producer.offer(7, message, 0, message.length);
                producer.requireSignal();
                consumer.poll();
                consumer.copyTo(copy, 0);
                consumer.release();
                consumer.requireSignal();
            }
        }

        /** The thriftiest of some tries: until code is compiled it allocates more than it says. */
        @Test
        void shouldBeNoneByAMessage() {
            long thriftiest = Long.MAX_VALUE;
            for (int i = 0; i < TRIES && thriftiest >= MESSAGES; i++) {
                long before = bytesAllocated();
                pass(MESSAGES);
                thriftiest = Math.min(thriftiest, bytesAllocated() - before);
            }

            assertTrue(
                    thriftiest < MESSAGES,
                    thriftiest + " bytes were allocated for " + MESSAGES + " messages");
            assertArrayEquals(message, copy);
        }
    }
}
