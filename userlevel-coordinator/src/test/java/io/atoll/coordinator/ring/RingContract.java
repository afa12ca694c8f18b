package io.atoll.coordinator.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;

/** What every kind of ring does; one subclass per kind. */
abstract class RingContract {
    private static final int ALIGNMENT = 128;

    final RingKind kind;
    Arena arena;
    MemorySegment memory;
    RingKind.Sender sender;
    RingKind.Receiver receiver;

    RingContract(RingKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void makeRing() {
        arena = Arena.ofShared();
        memory = arena.allocate(kind.byteSize(), ALIGNMENT);
        sender = kind.format(memory);
        receiver = kind.attachReceiver(memory);
    }

    @AfterEach
    void unmap() {
        if (memory.scope().isAlive()) {
            arena.close();
        }
    }

    static void assertResult(int expected, int actual) {
        assertEquals(RingResult.toString(expected), RingResult.toString(actual));
    }

    /**
     * Sends numbers from {@code first} on until there is no room, having looked each time whether
     * there is; how many were sent.
     */
    int fill(long first) {
        int sent = 0;
        while (true) {
            int foretold = sender.checkRoom(first + sent);
            int result = sender.offer(first + sent);
            assertResult(foretold, result);
            if (result != RingResult.OK) {
                assertResult(RingResult.BACK_PRESSURE, result);
                return sent;
            }
            sent++;
        }
    }

    void receive(long number) {
        assertResult(RingResult.OK, receiver.poll());
        assertEquals(number, receiver.number());
        receiver.release();
    }

    /** Receives all there is; true if the sender had to be rung. */
    boolean drain(long first, int count) {
        boolean mustRing = false;
        for (int i = 0; i < count; i++) {
            receive(first + i);
            mustRing |= receiver.requireSignal();
        }
        assertResult(RingResult.EMPTY, receiver.poll());
        return mustRing;
    }

    @Nested
    class Messages {
        @Test
        void shouldBeEmptyWhenNothingWasSent() {
            assertResult(RingResult.EMPTY, receiver.poll());
        }

        @Test
        void shouldArriveWholeAndOnce() {
            assertResult(RingResult.OK, sender.offer(42));

            receive(42);
            assertResult(RingResult.EMPTY, receiver.poll());
        }

        @Test
        void shouldStayUntilReleased() {
            sender.offer(7);
            sender.offer(8);

            assertResult(RingResult.OK, receiver.poll());
            assertResult(RingResult.OK, receiver.poll());
            assertEquals(7, receiver.number());
            receiver.release();
            receive(8);
        }

        @Test
        void shouldNotBeOverwrittenWhenTheRingIsFull() {
            int sent = fill(100);

            assertTrue(sent > 0, "a ring without room");
            assertResult(RingResult.BACK_PRESSURE, sender.offer(100 + sent));
            drain(100, sent);
        }

        @Test
        void shouldHaveRoomAgainOnceAllWereReceived() {
            for (int lap = 0; lap < 100; lap++) {
                int sent = fill(lap * 1_000L);
                assertTrue(sent > 0, "no room in lap " + lap);
                drain(lap * 1_000L, sent);
            }
        }

        @Test
        void shouldKeepTheirOrderOverManyLapsAndFillLevels() {
            RandomSeed seed = RandomSeed.of(RingContract.this);
            SplittableRandom random = seed.random();
            long sent = 0;
            long received = 0;
            try {
                while (received < 20_000) {
                    for (int burst = random.nextInt(40); burst > 0; burst--) {
                        if (sender.offer(sent) == RingResult.OK) {
                            sent++;
                        }
                    }
                    for (int burst = random.nextInt(40); burst > 0 && received < sent; burst--) {
                        receive(received++);
                    }
                }
                drain(received, (int) (sent - received));
            } catch (AssertionError | RuntimeException e) {
                throw seed.failed(e);
            }
        }
    }

    @Nested
    class Closing {
        @Test
        void shouldReachTheReceiverAfterTheLastMessage() {
            sender.offer(1);
            sender.offer(2);
            sender.close();

            receive(1);
            receive(2);
            assertResult(RingResult.CLOSED, receiver.poll());
            assertResult(RingResult.CLOSED, receiver.poll());
        }

        @Test
        void shouldReachTheReceiverOfAnEmptyRing() {
            sender.close();

            assertResult(RingResult.CLOSED, receiver.poll());
        }

        @Test
        void shouldReachTheSenderWhenTheRingIsFull() {
            fill(0);
            receiver.close();

            assertResult(RingResult.CLOSED, sender.offer(1));
        }

        @Test
        void shouldReachTheSenderAfterAtMostOneFillWithoutHarmingWhatIsThere() {
            receiver.close();

            int sent = 0;
            int result;
            while ((result = sender.offer(sent)) == RingResult.OK) {
                assertTrue(sent++ < 10_000, "sends into a closed ring for ever");
            }

            assertResult(RingResult.CLOSED, result);
            for (int i = 0; i < sent; i++) {
                receive(i);
            }
        }

        @Test
        void shouldReachBothSidesFromOutside() {
            sender.offer(1);
            kind.close(memory);

            receive(1);
            assertResult(RingResult.CLOSED, receiver.poll());
            int sent = 0;
            int result;
            while ((result = sender.offer(sent)) == RingResult.OK) {
                assertTrue(sent++ < 10_000, "sends into a closed ring for ever");
            }
            assertResult(RingResult.CLOSED, result);
        }
    }

    @Nested
    class Attaching {
        @Test
        void shouldTellFormattedMemoryFromZeroedMemory() {
            MemorySegment zeroed = arena.allocate(kind.byteSize(), ALIGNMENT);

            assertFalse(kind.isFormatted(zeroed));
            assertTrue(kind.isFormatted(memory));
        }

        @Test
        void shouldWorkForASenderOtherThanTheOneThatFormatted() {
            RingKind.Sender attached = kind.attachSender(memory);

            assertResult(RingResult.OK, attached.offer(5));

            receive(5);
        }

        @Test
        void shouldFindMessagesSentBefore() {
            sender.offer(1);
            sender.offer(2);

            receiver = kind.attachReceiver(memory);

            receive(1);
            receive(2);
        }

        @Test
        void shouldRefuseMemoryThatWasNotFormatted() {
            MemorySegment zeroed = arena.allocate(kind.byteSize(), ALIGNMENT);

            CorruptRingException e =
                    assertThrows(CorruptRingException.class, () -> kind.attachReceiver(zeroed));
            assertTrue(e.getMessage().contains("no ring of this kind"), e.getMessage());
            assertThrows(CorruptRingException.class, () -> kind.attachSender(zeroed));
        }

        @Test
        void shouldRefuseAnotherKindOrVersion() {
            RingKind other = kind.other();
            MemorySegment area =
                    arena.allocate(Math.max(kind.byteSize(), other.byteSize()), ALIGNMENT);
            other.format(area);

            assertThrows(CorruptRingException.class, () -> kind.attachReceiver(area));
            RingHeader.WORD.set(
                    memory,
                    RingHeader.MAGIC_OFFSET,
                    (long) RingHeader.WORD.get(memory, RingHeader.MAGIC_OFFSET) + 1);
            assertThrows(CorruptRingException.class, () -> kind.attachReceiver(memory));
        }

        @Test
        void shouldRefuseAnotherCapacityAndSayBoth() {
            RingKind larger = kind.withTwiceTheCapacity();
            MemorySegment area = arena.allocate(larger.byteSize(), ALIGNMENT);
            kind.format(area);

            CorruptRingException e =
                    assertThrows(CorruptRingException.class, () -> larger.attachReceiver(area));
            assertTrue(
                    e.getMessage().matches("the ring here holds \\d+ (messages|bytes), not \\d+"));
        }

        @Test
        void shouldRefuseMemoryThatIsTooSmall() {
            MemorySegment small = memory.asSlice(0, kind.byteSize() - 1);

            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> kind.format(small));
            assertEquals(
                    "this ring needs %d bytes; the memory has %d"
                            .formatted(kind.byteSize(), kind.byteSize() - 1),
                    e.getMessage());
            assertThrows(IllegalArgumentException.class, () -> kind.attachReceiver(small));
        }

        @Test
        void shouldRefuseMemoryThatIsOutOfLineReadOnlyOrOnTheHeap() {
            MemorySegment area = arena.allocate(kind.byteSize() + 8, ALIGNMENT).asSlice(8);
            MemorySegment heap = MemorySegment.ofArray(new long[(int) kind.byteSize() / 8]);

            assertThrows(IllegalArgumentException.class, () -> kind.format(area));
            assertThrows(IllegalArgumentException.class, () -> kind.format(heap));
            assertThrows(
                    IllegalArgumentException.class, () -> kind.attachReceiver(memory.asReadOnly()));
            assertThrows(
                    IllegalArgumentException.class, () -> kind.attachSender(memory.asReadOnly()));
        }

        @Test
        void shouldThrowOnceTheMemoryIsUnmapped() {
            sender.offer(1);
            receiver.poll();
            arena.close();

            assertThrows(IllegalStateException.class, () -> sender.offer(2));
            assertThrows(IllegalStateException.class, () -> sender.requireSignal());
            assertThrows(IllegalStateException.class, () -> receiver.poll());
            assertThrows(IllegalStateException.class, () -> receiver.number());
        }
    }

    /**
     * The signalling protocol, step by step; see {@link SignallingProtocolModelTest} for all steps.
     */
    @Nested
    class Signalling {
        @Test
        void shouldRingNobodyWhoDoesNotSleep() {
            sender.offer(1);
            assertFalse(sender.requireSignal());

            receive(1);
            assertFalse(receiver.requireSignal());
        }

        @Test
        void shouldRingAReceiverThatRequestedASignalOncePerSleep() {
            receiver.requestSignal();
            assertResult(RingResult.EMPTY, receiver.poll());

            sender.offer(1);
            assertTrue(sender.requireSignal());
            sender.offer(2);
            assertFalse(sender.requireSignal());
        }

        @Test
        void shouldNotRingAReceiverThatCancelledItsRequest() {
            receiver.requestSignal();
            receiver.cancelSignal();

            sender.offer(1);
            assertFalse(sender.requireSignal());
        }

        @Test
        void shouldRingOrBeSeenWhereverTheMessageFallsBetweenRequestAndLook() {
            sender.offer(1); // before the request: the last look sees it
            receiver.requestSignal();
            assertResult(RingResult.OK, receiver.poll());
            receiver.cancelSignal();
            receive(1);

            receiver.requestSignal();
            sender.offer(2); // between request and look: seen, and rung for
            assertResult(RingResult.OK, receiver.poll());
            assertTrue(sender.requireSignal());
        }

        @Test
        void shouldRingASenderThatWaitsForRoomAsSoonAsThereIsSome() {
            int sent = fill(0);
            sender.requestSignal();
            assertResult(RingResult.BACK_PRESSURE, sender.offer(sent));

            int rings = 0;
            for (int i = 0; i < sent; i++) {
                receive(i);
                if (receiver.requireSignal()) {
                    assertEquals(0, rings++, "rung twice for one sleep");
                    assertResult(RingResult.OK, sender.offer(sent));
                }
            }
            assertEquals(1, rings, "the sender sleeps for ever");
            receive(sent);
        }

        @Test
        void shouldRingAWaitingSenderAlsoWhenAskedOnlyAfterTheWholeBatch() {
            int sent = fill(0);
            sender.requestSignal();

            for (int i = 0; i < sent; i++) {
                receive(i);
            }

            assertTrue(receiver.requireSignal());
            assertFalse(receiver.requireSignal());
        }

        @Test
        void shouldNotRingASenderThatCancelledItsRequest() {
            int sent = fill(0);
            sender.requestSignal();
            sender.cancelSignal();

            assertFalse(drain(0, sent));
        }
    }

    @Test
    void shouldAllocateNothingPerMessage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 50_000;
        exchange(rounds); // warm up: compiling and linking allocate
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            exchange(rounds);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        // Less than a byte for each of the rounds; the counter itself may allocate a little.
        assertTrue(least < 1_000, least + " bytes allocated in " + rounds + " rounds");
    }

    private void exchange(int rounds) {
        for (int i = 0; i < rounds; i++) {
            receiver.requestSignal();
            if (receiver.poll() != RingResult.EMPTY) {
                throw new AssertionError("not empty");
            }
            receiver.cancelSignal();
            while (sender.offer(i) == RingResult.OK) {
                sender.requireSignal();
            }
            sender.requestSignal();
            sender.cancelSignal();
            while (receiver.poll() == RingResult.OK) {
                if (receiver.number() != i) {
                    throw new AssertionError("received " + receiver.number() + " for " + i);
                }
                receiver.release();
                receiver.requireSignal();
            }
        }
    }

    /** Overwrites any word of the ring with anything: answers and exceptions, never a hang. */
    @Test
    void shouldNeverLoopOrReadOutsideWhateverTheMemorySays() {
        RandomSeed seed = RandomSeed.of(this);
        SplittableRandom random = seed.random();
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    try {
                        for (int i = 0; i < 20_000; i++) {
                            scribble(random);
                        }
                    } catch (AssertionError | RuntimeException e) {
                        throw seed.failed(e);
                    }
                },
                seed::toString);
    }

    private void scribble(SplittableRandom random) {
        memory.fill((byte) 0);
        sender = kind.format(memory);
        receiver = kind.attachReceiver(memory);
        long number = 0;
        for (int step = random.nextInt(30); step > 0; step--) {
            if (random.nextBoolean()) {
                sender.offer(number++);
            } else if (receiver.poll() == RingResult.OK) {
                receiver.release();
            }
        }
        long offset = 4 * random.nextLong(memory.byteSize() / 4);
        int[] likely = {0, 1, -1, 8, -8, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt()};
        ByteRingLayout.HALF_WORD.set(memory, offset, likely[random.nextInt(likely.length)]);
        int received = 0;
        try {
            while (receiver.poll() == RingResult.OK) {
                receiver.release();
                received++;
                if (received > number + kind.mostForgedByOneWord()) {
                    throw new AssertionError(
                            "more received than sent after a word at %d changed".formatted(offset));
                }
            }
            sender.offer(number);
        } catch (CorruptRingException e) {
            // One of the answers that are right.
        }
    }
}
